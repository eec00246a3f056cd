import { describe, expect, it } from 'vitest'
import type { ReadThread } from './reading.ts'
import { Roles } from './roles.ts'

const HOST = 10

function thread(pid: number, parent: number, name = 'main', tid = pid): ReadThread {
  return { row: tid, pid, tid, parent, name, start: 0, nice: 0, policy: 0, kernel: false }
}

/** Roles of a desktop whose processes have these command lines; which were read is noted. */
function roles(commands: Record<number, string[]> = {}): { roles: Roles; read: number[] } {
  const read: number[] = []
  const made = new Roles({ pid: HOST, host: 'desktop' }, (pid) => {
    read.push(pid)
    return commands[pid] ?? []
  })
  return { roles: made, read }
}

describe('roles', () => {
  it.each<[string[], RegExp]>([
    [['/opt/threadlab', '--type=zygote', '--no-sandbox'], /zygote/],
    [['/opt/threadlab', '--type=renderer'], /^the window$/],
    [['/opt/threadlab', '--type=gpu-process'], /GPU/],
    [['/opt/threadlab', '--type=utility', '--utility-sub-type=network.mojom.NetworkService'], /network/],
    [['/opt/threadlab', '--type=utility', '--utility-sub-type=node.mojom.NodeService'], /of the lab/],
    [['/opt/threadlab', '--type=utility'], /utility/],
    [['/x/native-probes/out/threadprobe', 'context-switch', '--ring', '2'], /probe: measures context-switch/],
    [['/x/native-probes/out/sampler', '--hertz', '10'], /reads \/proc/],
  ])('of a child that was started as %j', (words, role) => {
    const { roles: known } = roles({ 11: words })
    const child = thread(11, HOST)
    known.meet([thread(HOST, 1), child])
    expect(known.of(child)).toMatch(role)
  })

  it('are also found where the child is met before its parents', () => {
    const { roles: known } = roles({ 5: ['/x', '--type=renderer'] })
    const threads = [thread(5, 6), thread(6, HOST), thread(HOST, 1)]
    known.meet(threads)
    expect(known.of(thread(5, 6))).toBe('the window')
  })

  it('tell the tasks of a probe from the probe', () => {
    const words = ['/x/threadprobe', 'creation-cost']
    const { roles: known } = roles({ 11: words, 12: words })
    known.meet([thread(HOST, 1), thread(11, HOST), thread(12, 11)])
    expect(known.of(thread(11, HOST))).toBe('probe: measures creation-cost')
    expect(known.of(thread(12, 11))).toMatch(/to be measured/)
  })

  it('are not known of others, whose command lines are not read', () => {
    const { roles: known, read } = roles({ 20: ['/x/threadprobe', 'memory', '--password=secret'] })
    known.meet([thread(HOST, 1), thread(20, 1)])
    expect(known.of(thread(20, 1))).toBeNull()
    expect(read).toEqual([])
  })

  it('name the host and its threads', () => {
    const { roles: known } = roles()
    known.meet([thread(HOST, 1, 'node')])
    expect(known.of(thread(HOST, 1, 'gmain', 12))).toBeNull()
    expect(known.of(thread(HOST, 1, 'node'))).toMatch(/desktop host/)
    expect(known.of(thread(HOST, 1, 'libuv-worker', 13))).toMatch(/libuv/)
    expect(known.of(thread(HOST, 1, 'node', 14))).toMatch(/thread of the host/)
  })

  it.each([
    ['libuv-worker', /libuv/],
    ['V8Worker', /V8 pool/],
    ['node-V8Worker', /V8 pool/],
    ['DelayedTaskSche', /delayed tasks/],
    ['SignalInspector', /debugger/],
    ['WorkerThread', /^worker thread/],
    ['node-MainThread', /thread of the host/],
  ])('of a thread that newer versions of Node name %s', (name, role) => {
    const { roles: known } = roles()
    known.meet([thread(HOST, 1, 'node-MainThread')])
    expect(known.of(thread(HOST, 1, name, 12))).toMatch(role)
  })

  it('are looked for again when a process runs another program, and when its number is given again', () => {
    const commands: Record<number, string[]> = { 11: ['/x/threadlab'] }
    const { roles: known } = roles(commands)
    known.meet([thread(HOST, 1), thread(11, HOST)])
    expect(known.of(thread(11, HOST, 'threadlab'))).toBeNull()
    commands[11] = ['/x/threadprobe', 'memory']
    expect(known.of(thread(11, HOST, 'threadprobe'))).toMatch(/memory/)
    known.forget(11)
    known.meet([thread(11, 1)])
    expect(known.of(thread(11, 1, 'threadprobe'))).toBeNull()
  })
})
