import { afterEach, describe, expect, it } from 'vitest'
import { ProbeFailure } from '../../probes/probe.ts'
import { nodeBatch } from './batches.ts'
import { MessageTape } from './message-tape.ts'
import { NodeMessageSubject } from './node-subject.ts'
import { Peers } from './peers.ts'
import { NODE_MECHANISMS } from './series.ts'

const GREATEST = 1 << 20
const signal = new AbortController().signal
const opened: Peers[] = []

function openPeers(): Peers {
  const peers = new Peers(new MessageTape(GREATEST, 1))
  opened.push(peers)
  return peers
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((peers) => peers.close()))
})

describe.each(NODE_MECHANISMS)('$id', ({ id }) => {
  it('passes small and large messages by turns, every byte compared and right', async () => {
    const peers = openPeers()
    const subjects = [1, GREATEST, 4097].map((bytes) => new NodeMessageSubject(id, bytes, peers))
    for (const subject of [...subjects, ...subjects]) {
      const { values, overhead, counts } = await subject.runBlock(2, signal)
      const bytes = Number(subject.condition['bytes'])
      const { roundTrips, streamed } = nodeBatch(bytes)
      const kept = id === 'postmessage-transferred' ? roundTrips : 2 * roundTrips
      expect(counts).toEqual({
        messages: 2 * (2 * roundTrips + streamed),
        bytesChecked: 2 * (kept + streamed) * bytes,
        wrongBytes: 0,
      })
      expect(Object.keys(values)).toEqual(['latency', 'streamed'])
      expect(Object.keys(overhead)).toEqual(['latency', 'streamed'])
      for (const part of Object.values(values)) {
        expect(part).toHaveLength(2)
        for (const value of part) expect(value).toBeGreaterThan(0)
      }
    }
  })

  it('gives no figure where a byte is not what it has to be', async () => {
    const peers = openPeers()
    const subject = new NodeMessageSubject(id, 4096, peers)
    await subject.runBlock(1, signal)
    // From now on the other side expects other messages than it gets.
    const { text, spare } = new MessageTape(GREATEST, 2)
    const peer = id === 'child-ipc' ? peers.child : peers.worker
    peer.order({ order: 'tape', text: text.slice(), spare })
    await expect(subject.runBlock(1, signal)).rejects.toThrow(new RegExp(`^${id} received \\d+ wrong bytes`))
  })

  it('ends with the reason once it is aborted', async () => {
    const controller = new AbortController()
    const subject = new NodeMessageSubject(id, 4096, openPeers())
    await subject.runBlock(1, controller.signal)
    controller.abort()
    expect(
      (await subject.runBlock(5, controller.signal).catch(() => ({ values: { latency: [] } }))).values,
    ).toMatchObject({
      latency: [],
    })
  })
})

describe('another side that dies', () => {
  it('fails child-ipc with one sentence, and whatever is asked of it later', async () => {
    const peers = openPeers()
    const subject = new NodeMessageSubject('child-ipc', GREATEST, peers)
    await subject.runBlock(1, signal)
    const running = subject.runBlock(1000, signal)
    process.kill(peers.child.pid ?? 0, 'SIGKILL')
    await expect(running).rejects.toThrow(ProbeFailure)
    await expect(subject.runBlock(1, signal)).rejects.toThrow(/the child process was ended by SIGKILL/)
  })

  it('fails what goes to the Worker, a ring too', async () => {
    const peers = openPeers()
    const copied = new NodeMessageSubject('postmessage-copied', 4096, peers)
    const shared = new NodeMessageSubject('shared-array-buffer', 4096, peers)
    await copied.runBlock(1, signal)
    await shared.runBlock(1, signal)
    await peers.worker.close()
    await expect(copied.runBlock(1, signal)).rejects.toThrow(
      /postmessage-copied passed no message: the Worker is closed/,
    )
    await expect(shared.runBlock(1, signal)).rejects.toThrow(/shared-array-buffer passed no message/)
  })

  it('is gone when the peers are closed', async () => {
    const peers = openPeers()
    await new NodeMessageSubject('child-ipc', 1, peers).runBlock(1, signal)
    const { pid } = peers.child
    await peers.close()
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH')
  })
})
