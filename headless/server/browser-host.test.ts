import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import type { LabClient } from '../../contract/router.ts'
import { createLab, type Lab } from '../../lab/lab.ts'
import { startBrowserHost, type BrowserHost } from './browser-host.ts'
import { ListenFailure, PortInUse } from './listen.ts'

const probesFolder = fileURLToPath(new URL('../../native-probes/out', import.meta.url))

let folder: string
let rendererFolder: string
let lab: Lab
let host: BrowserHost
const opened: WebSocket[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threadlab-server-'))
  rendererFolder = join(folder, 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Thread Lab</title>')
  await writeFile(join(rendererFolder, 'assets', 'window-1a2b.js'), 'export {}')
  await writeFile(join(rendererFolder, '.hidden.json'), '{}')
  await writeFile(join(folder, 'secret.json'), '{}')
  lab = await createLab({
    dataFolder: folder,
    probesFolder,
    program: { name: 'threadlab', version: '0', host: 'test' },
  })
  host = await startBrowserHost({ lab, rendererFolder })
})

afterAll(async () => {
  for (const socket of opened) socket.terminate()
  await host.close()
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

/** A request whose path is sent as it is written. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const asked = request({ host: '127.0.0.1', port: host.port, path, method, headers, agent: false }).end()
  const [response]: IncomingMessage[] = await once(asked, 'response')
  if (!response) throw new Error('no response')
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const token = (): string => new URL(host.url).hash.replace('#token=', '')

/** A WebSocket as the window opens it, unless told otherwise. */
function open({
  protocols = ['threadlab', `token.${token()}`],
  path = '/rpc',
  ...options
}: Partial<ClientOptions> & { protocols?: string[]; path?: string } = {}) {
  const address = `127.0.0.1:${host.port}`
  const socket = new WebSocket(`ws://${address}${path}`, protocols, { origin: `http://${address}`, ...options })
  // A refused one ends with an error when the test closes it.
  socket.on('error', () => {})
  opened.push(socket)
  return socket
}

async function openClient(): Promise<{ client: LabClient; socket: WebSocket }> {
  const socket = open()
  await once(socket, 'open')
  return { client: createORPCClient(new RPCLink({ websocket: asBrowserSocket(socket) })), socket }
}

/** The part of a browser's WebSocket that the client uses; the library's own differs from it in types only. */
function asBrowserSocket(socket: WebSocket): ConstructorParameters<typeof RPCLink>[0]['websocket'] {
  const target = new EventTarget()
  socket.on('message', (data) => target.dispatchEvent(new MessageEvent('message', { data: String(data) })))
  socket.on('close', () => target.dispatchEvent(new Event('close')))
  return {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    send: (data: string) => socket.send(data),
    get readyState() {
      return socket.readyState
    },
  } as ConstructorParameters<typeof RPCLink>[0]['websocket']
}

/** The status and sentence with which the host refuses to connect. */
async function refusal(options: Parameters<typeof open>[0]): Promise<{ status: number | undefined; body: string }> {
  const socket = open(options)
  const [, response]: [unknown, IncomingMessage] = (await once(socket, 'unexpected-response')) as [
    unknown,
    IncomingMessage,
  ]
  return { status: response.statusCode, body: await text(response) }
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code]: number[] = await once(socket, 'close')
  return code ?? 0
}

describe('what it serves', () => {
  it('serves the page and its assets under a strict policy', async () => {
    const page = await ask('/')
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>Thread Lab</title>')
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    )
    expect((await ask('/assets/window-1a2b.js?v=1')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(await ask('/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/../../secret.json',
    '/assets\\..\\..\\secret.json',
    '//etc/passwd',
    '/.hidden.json',
    '/assets',
    '/assets/',
    '/missing.js',
    '/%',
    '/index.html%00.js',
    '*',
  ])('answers %s with 404 and the same policy', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-security-policy']).toContain(`default-src 'none'`)
  })

  it('ignores a range, whatever it says', async () => {
    expect(await ask('/', { Range: 'bytes=9-2' })).toMatchObject({ status: 200 })
  })

  it('refuses other methods and foreign host names', async () => {
    expect(await ask('/', {}, 'POST')).toMatchObject({ status: 405 })
    const foreign = await ask('/', { Host: `evil.example:${host.port}` })
    expect(foreign.status).toBe(403)
    expect(foreign.headers['content-security-policy']).toContain(`default-src 'none'`)
    expect(foreign.body).not.toContain('Thread Lab')
  })
})

describe('who may connect', () => {
  it('answers a window that holds the token, and gives it subprotocol threadlab', async () => {
    const { client, socket } = await openClient()
    expect(socket.protocol).toBe('threadlab')
    expect((await client.experiments.list()).map(({ id }) => id)).toContain('creation-cost')
    for await (const activity of await client.activity()) {
      expect(activity.running).toBeNull()
      break
    }
  })

  it('serves two windows at once', async () => {
    const [one, two] = await Promise.all([openClient(), openClient()])
    expect(await one.client.experiments.list()).toEqual(await two.client.experiments.list())
  })

  it('puts a fresh 32-byte token behind the hash of the address', () => {
    expect(host.url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${host.port}/#token=[\\w-]{43}$`))
  })

  it.each([
    ['no subprotocol', []],
    ['no token', ['threadlab']],
    ['an empty token', ['threadlab', 'token.']],
    ['a wrong token', ['threadlab', `token.${'A'.repeat(43)}`]],
  ])('refuses %s with 401 and a sentence', async (_, protocols) => {
    const { status, body } = await refusal({ protocols })
    expect(status).toBe(401)
    expect(body).toMatch(/^[A-Z][^\n]+\.\n$/)
  })

  it('refuses the right token without its subprotocol', async () => {
    expect(await refusal({ protocols: [`token.${token()}`] })).toMatchObject({ status: 401 })
  })

  it('refuses a foreign origin, another port and no origin at all', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', `https://127.0.0.1:${host.port}`, 'null', '']) {
      expect(await refusal({ origin }), origin).toMatchObject({ status: 403 })
    }
  })

  it('refuses a foreign host even where the origin matches it', async () => {
    const name = `evil.example:${host.port}`
    expect(await refusal({ origin: `http://${name}`, headers: { Host: name } })).toMatchObject({ status: 403 })
  })

  it('refuses another path', async () => {
    expect(await refusal({ path: '/rpc/..' })).toMatchObject({ status: 404 })
  })

  it('refuses the thirty-third window and takes one again when another has gone', async () => {
    const crowded = await startBrowserHost({ lab, rendererFolder })
    const address = `127.0.0.1:${crowded.port}`
    const key = crowded.url.split('=')[1] ?? ''
    const enter = () => {
      const socket = new WebSocket(`ws://${address}/rpc`, ['threadlab', `token.${key}`], {
        origin: `http://${address}`,
      })
      socket.on('error', () => {})
      opened.push(socket)
      return socket
    }
    const sockets = Array.from({ length: 32 }, enter)
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    const [, response] = (await once(enter(), 'unexpected-response')) as [unknown, IncomingMessage]
    expect(response.statusCode).toBe(503)
    sockets[0]?.close()
    await closeCode(sockets[0] ?? open())
    await once(enter(), 'open')
    await crowded.close()
  })
})

describe('what it survives', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const call = (body: unknown): string => JSON.stringify({ i: '1', p: { u: '/measure', b: { json: body } } })

  it('closes on a message of more than 1 MiB with 1009', async () => {
    const socket = open()
    await once(socket, 'open')
    socket.send('x'.repeat((1 << 20) + 1))
    expect(await closeCode(socket)).toBe(1009)
  })

  it.each([
    '',
    'null',
    '[]',
    '{',
    '{}',
    '"text"',
    '{"i":"1"}',
    '{"i":"1","p":{"u":7}}',
    '{"i":"1","p":{"u":"http://"}}',
  ])('closes on the malformed message %j with 1003 or drops it', async (message) => {
    const { socket } = await openClient()
    const closed = closeCode(socket)
    socket.send(message)
    const ended = await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 200, 'open'))])
    expect([1003, 'open']).toContain(ended)
    expect(await (await openClient()).client.experiments.list()).not.toHaveLength(0)
  })

  it('still answers a good window after random bytes, deep nesting, wrong ids and foreign calls', async () => {
    const errors: unknown[] = []
    const note = (error: unknown): unknown => errors.push(error)
    process.on('unhandledRejection', note).on('uncaughtException', note)
    const messages: (string | Uint8Array)[] = [
      nested(400_000),
      call(nested(2000)),
      `{"i":"1","p":{"u":"/measure","b":{"json":${nested(100_000)}}}}`,
      `{"i":"1","p":{"u":"/measure","b":{"json":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}}`,
      JSON.stringify({ i: { a: 1 }, t: 4 }),
      JSON.stringify({ i: '77', t: 3, p: { e: 'message', d: {} } }),
      JSON.stringify({ i: '78', t: 3 }),
      JSON.stringify({ i: '79', t: 99, p: null }),
      JSON.stringify({ p: { u: '/experiments/list' } }),
      JSON.stringify({ i: '2', p: { u: '/__proto__/constructor' } }),
      JSON.stringify({ i: '3', p: { u: '/experiments/list', h: { 'content-type': 'text/event-stream' } } }),
      JSON.stringify({ i: '4', p: { u: '/measure', h: { 'content-type': 'multipart/form-data' }, b: 'x' } }),
      JSON.stringify({ i: '5', p: { u: '/runs/get', b: { json: { id: '../../etc/passwd' } } } }),
      JSON.stringify({ i: '6', p: { u: '/runs/get', b: { json: {}, meta: [[0, '__proto__', 'x']] } } }),
      JSON.stringify({ i: '7', p: { u: '/runs/get', b: { json: 1, meta: [[99, 'a', 'b']], maps: [['x']] } } }),
      call({ experiment: 'nothing' }),
      call('x'.repeat(900_000)),
    ]
    let state = 20_241_123
    const random = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16
    for (let index = 0; index < 120; index++) messages.push(Uint8Array.from({ length: random() % 300 }, random))
    await Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let index = lane; index < messages.length; index += 8) {
          const { socket } = await openClient()
          socket.send(messages[index] ?? '')
          await new Promise((resolve) => setTimeout(resolve, 25))
          socket.terminate()
        }
      }),
    )
    expect(await (await openClient()).client.experiments.list()).not.toHaveLength(0)
    process.off('unhandledRejection', note).off('uncaughtException', note)
    expect(errors).toEqual([])
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('survives bytes that are no HTTP and no WebSocket frames', async () => {
    const socket = connectSocket(host.port, '127.0.0.1')
    socket.on('error', () => {}).resume()
    socket.end('\u0000\u0001nonsense\r\n\r\n')
    await once(socket, 'close')
    const window = open()
    await once(window, 'open')
    // Reserved bits set: no frame of any extension that was agreed on.
    Reflect.get(window, '_socket').write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    expect(await closeCode(window)).toBe(1002)
    expect(await ask('/')).toMatchObject({ status: 200 })
  })
})

describe('a window that goes', () => {
  const running = async (): Promise<boolean> => {
    const { client } = await openClient()
    for await (const { running } of await client.activity()) return running !== null
    return false
  }

  it('cancels what it was measuring', async () => {
    const { client, socket } = await openClient()
    const events = await client.measure({ experiment: 'creation-cost', series: ['worker-thread'], budgetSeconds: 60 })
    await events.next()
    expect(await running()).toBe(true)
    socket.terminate()
    await expect.poll(running, { timeout: 10_000 }).toBe(false)
  })

  it('is dropped when it stops answering pings', async () => {
    const impatient = await startBrowserHost({ lab, rendererFolder, heartbeatMs: 50 })
    const address = `127.0.0.1:${impatient.port}`
    const key = impatient.url.split('=')[1] ?? ''
    const socket = new WebSocket(`ws://${address}/rpc`, ['threadlab', `token.${key}`], {
      origin: `http://${address}`,
      autoPong: false,
    })
    expect(await closeCode(socket)).toBe(1006)
    await impatient.close()
  })
})

describe('where it listens', () => {
  it('names the option to change when the port is in use', async () => {
    const again = startBrowserHost({ lab, rendererFolder, port: host.port })
    await expect(again).rejects.toBeInstanceOf(PortInUse)
    await expect(again).rejects.toThrow(`Port ${host.port} is in use; choose another with --port or leave it out.`)
  })

  it('names the option to change when the address is not of this machine', async () => {
    const elsewhere = startBrowserHost({ lab, rendererFolder, host: '192.0.2.1' })
    await expect(elsewhere).rejects.toBeInstanceOf(ListenFailure)
    await expect(elsewhere).rejects.toThrow('192.0.2.1 is no address of this machine; choose another with --host')
  })

  it('lets its windows go and frees the port when closed', async () => {
    const brief = await startBrowserHost({ lab, rendererFolder })
    const address = `127.0.0.1:${brief.port}`
    const key = brief.url.split('=')[1] ?? ''
    const socket = new WebSocket(`ws://${address}/rpc`, ['threadlab', `token.${key}`], { origin: `http://${address}` })
    await once(socket, 'open')
    const closed = closeCode(socket)
    await brief.close()
    expect(await closed).toBe(1006)
    await (await startBrowserHost({ lab, rendererFolder, port: brief.port })).close()
  })
})
