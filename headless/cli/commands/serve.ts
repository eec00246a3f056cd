import { spawn } from 'node:child_process'
import { InvalidArgumentError, type Command } from 'commander'
import { startBrowserHost, type BrowserHost } from '../../server/browser-host.ts'
import { ListenFailure, PortInUse } from '../../server/listen.ts'
import type { Terminal } from '../connect.ts'
import { CommandFailure } from '../failure.ts'
import { print } from '../terminal.ts'

const STANDARD_PORT = 7357
const LOOPBACK = /^(127\.|localhost$|::1$)/

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('run the lab in a browser: serves the window on loopback until Ctrl+C')
    .option(
      '--port <number>',
      `port to listen on (default ${STANDARD_PORT}, or a free one where it is taken)`,
      parsePort,
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--open', 'open it in the default browser')
    .action(async ({ port, host, open }: { port?: number; host: string; open?: true }) => {
      const { lab } = await terminal.connect('browser')
      const listen = (wanted: number): Promise<BrowserHost> =>
        startBrowserHost({ lab, rendererFolder: terminal.rendererFolder, host, port: wanted })
      const server = await (port === undefined ? onStandardPort(listen) : listen(port)).catch(explainListening)
      print(`Thread Lab is at ${server.url}`, 'The address holds a key to this lab; Ctrl+C ends it.')
      if (!LOOPBACK.test(host)) {
        print('Others on the network can reach this address, and what they send and receive is not encrypted.')
      }
      if (open) openInBrowser(server.url)
      await untilInterrupted()
      await server.close()
    })
}

/** A second lab takes any free port. */
async function onStandardPort(listen: (port: number) => Promise<BrowserHost>): Promise<BrowserHost> {
  try {
    return await listen(STANDARD_PORT)
  } catch (error) {
    if (error instanceof PortInUse) return listen(0)
    throw error
  }
}

function explainListening(error: unknown): never {
  throw error instanceof ListenFailure ? new CommandFailure(error.message) : error
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new InvalidArgumentError('Give --port a whole number from 1 to 65535.')
  return port
}

function openInBrowser(url: string): void {
  const [command, ...options] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? [
    'xdg-open',
  ]
  if (!command) return
  const child = spawn(command, [...options, url], { stdio: 'ignore', detached: true })
  // Without such a command the address is on the terminal.
  child.on('error', () => {})
  child.unref()
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => resolve()
    // Not `once`: Ctrl+C may come twice, from the terminal and from a launcher, and the second must not cut the end short.
    process.on('SIGINT', done).on('SIGTERM', done).on('SIGHUP', done)
  })
}
