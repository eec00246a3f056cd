import { InvalidArgumentError, type Command } from 'commander'
import { INSPECTOR_HERTZ } from '../../../contract/inspector-words.ts'
import type { InspectorFrame, InspectorTarget } from '../../../contract/inspector.ts'
import type { Terminal } from '../connect.ts'
import { CommandFailure, EXIT } from '../failure.ts'
import { openScreen } from '../inspect/live-screen.ts'
import { drawPicture } from '../inspect/picture.ts'
import { csvLines, CSV_HEADER, JSON_HELP, jsonLine } from '../inspect/sample-lines.ts'
import { ThreadTable } from '../inspect/thread-table.ts'
import { wholeNumber } from '../simulate-options.ts'
import { plain, print } from '../terminal.ts'

const GREATEST_PID = 4_194_304
const LONGEST_NAME = 64
const MOST_SECONDS = 86_400

interface InspectOptions {
  self?: true
  name?: string
  all?: true
  hz: number
  for?: number
  json?: true
  csv?: true
}

/** What is done with the samples. */
interface Sink {
  take(frame: InspectorFrame): void
  close(): void
}

export function addInspect(program: Command, terminal: Terminal): void {
  const pid = wholeNumber('the process id', 1, GREATEST_PID)
  program
    .command('inspect')
    .description('watch threads live: what each is doing, on which core, and what it waits for')
    .argument('[pid]', 'this process and its descendants; without any choice everything is followed', pid)
    .option('--self', 'this program itself')
    .option('--name <name>', 'every process of this name, and their descendants', parseName)
    .option('--all', 'every process of the machine')
    .option(
      '--hz <number>',
      `samples a second, ${INSPECTOR_HERTZ.least} to ${INSPECTOR_HERTZ.greatest}`,
      parseHertz,
      INSPECTOR_HERTZ.default,
    )
    .option('--for <seconds>', 'end after so long', parseSeconds)
    .option('--json', 'print every sample as a line of JSON, with all threads; this is what a pipe gets')
    .option('--csv', 'print a line for each thread and sample, with a header')
    .addHelpText('after', JSON_HELP)
    .action((given: number | undefined, options: InspectOptions) =>
      inspect(terminal, targetOf(given, options), options),
    )
}

async function inspect(terminal: Terminal, target: InspectorTarget, options: InspectOptions): Promise<void> {
  if (options.json && options.csv) throw new CommandFailure('Choose --json or --csv, not both.', EXIT.usage)
  const { client } = await terminal.connect()
  const controller = new AbortController()
  const { signal } = controller
  const stop = (): void => controller.abort()
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)
  const timer = options.for === undefined ? undefined : setTimeout(stop, options.for * 1000)
  let sink: Sink | null = null
  let ended = false
  try {
    for await (const frame of await client.inspector.watch({ target, hertz: options.hz }, { signal })) {
      if (signal.aborted) break
      sink ??= openSink(target, options, stop)
      sink.take(frame)
      ended = frame.ended
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    sink?.close()
    clearTimeout(timer)
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop)
  }
  if (ended) process.stderr.write(`${titleOf(target)} has ended.\n`)
}

function targetOf(pid: number | undefined, { self, name, all }: InspectOptions): InspectorTarget {
  const chosen: InspectorTarget[] = [
    ...(pid === undefined ? [] : [{ follow: 'process' as const, pid }]),
    ...(self ? [{ follow: 'lab' as const }] : []),
    ...(name === undefined ? [] : [{ follow: 'name' as const, name }]),
    ...(all ? [{ follow: 'all' as const }] : []),
  ]
  if (chosen.length > 1) throw new CommandFailure('Choose one of a process id, --self, --name and --all.', EXIT.usage)
  return chosen[0] ?? { follow: 'all' }
}

function titleOf(target: InspectorTarget): string {
  switch (target.follow) {
    case 'lab':
      return 'Thread Lab itself'
    case 'process':
      return `Process ${target.pid}`
    case 'name':
      return `Processes named ${plain(target.name)}`
    case 'all':
      return 'All processes'
  }
}

function openSink(target: InspectorTarget, options: InspectOptions, quit: () => void): Sink {
  const table = new ThreadTable()
  if (options.csv) {
    print(CSV_HEADER)
    return lineSink(table, (frame) => csvLines(frame, table))
  }
  if (options.json || !process.stdout.isTTY) return lineSink(table, (frame) => [jsonLine(frame, table)])
  return liveSink(table, target, options, quit)
}

function lineSink(table: ThreadTable, linesOf: (frame: InspectorFrame) => readonly string[]): Sink {
  return {
    take(frame) {
      table.apply(frame)
      print(...linesOf(frame))
    },
    close: () => {},
  }
}

function liveSink(table: ThreadTable, target: InspectorTarget, { hz }: InspectOptions, quit: () => void): Sink {
  const screen = openScreen(quit)
  const nobody =
    target.follow === 'name' ? `Nobody has the name ${plain(target.name)} now; whoever gets it is shown.` : 'Nobody.'
  return {
    take(frame) {
      table.apply(frame)
      if (!screen.isDue() && !frame.ended) return
      const { width, height } = screen
      screen.show(drawPicture(frame, table, { title: titleOf(target), hertz: hz, width, height, nobody }))
    },
    close: () => screen.close(),
  }
}

function parseHertz(text: string): number {
  const { least, greatest } = INSPECTOR_HERTZ
  const hertz = Number(text)
  if (/^[\d.]+$/.test(text) && hertz >= least && hertz <= greatest) return hertz
  throw new InvalidArgumentError(`Give --hz a number of samples a second from ${least} to ${greatest}.`)
}

function parseName(text: string): string {
  if (text !== '' && text.length <= LONGEST_NAME) return text
  throw new InvalidArgumentError(`Give --name the name of a process, of up to ${LONGEST_NAME} characters.`)
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (/^[\d.]+$/.test(text) && seconds > 0 && seconds <= MOST_SECONDS) return seconds
  throw new InvalidArgumentError(`Give --for a number of seconds above 0 and up to ${MOST_SECONDS}.`)
}
