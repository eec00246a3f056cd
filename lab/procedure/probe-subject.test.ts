import { describe, expect, it, onTestFinished } from 'vitest'
import { HELLO, READY, SAMPLES, say, standInProbe } from '../probes/fixture-probe.ts'
import { Probe, ProbeFailure } from '../probes/probe.ts'
import { ProbeSubject, type ProbeSubjectOptions } from './probe-subject.ts'

const PARTS = ['joined', 'called', 'first-instruction'] as const
const three = { called: [1, 2, 3], 'first-instruction': [2, 3, 4], joined: [3, 4, 5] }
const honest = { ...SAMPLES, values: three, counts: { created: 3, reaped: 3 } }
const stopped = { call: 'fork', errno: 'EAGAIN', message: 'no more', iteration: 3 }

/** A subject whose probe answers its first block so. */
async function subjectOf(answer: object, more: Partial<ProbeSubjectOptions> = {}): Promise<ProbeSubject> {
  const { path, remove } = standInProbe(say(HELLO, READY), 'read command', say(answer), 'read command')
  onTestFinished(() => remove())
  const { signal } = new AbortController()
  const probe = await Probe.open({ path, experiment: 'creation-cost', options: {}, signal })
  onTestFinished(() => probe.close())
  return new ProbeSubject(probe, { id: 'fork', condition: { parentMiB: 0 }, parts: PARTS, ...more })
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error)

describe.runIf(process.platform !== 'win32')('a series of a probe', () => {
  it('is what it is made of, and timed by the clock of its probe', async () => {
    const { id, condition, parts, whole, batch, blockSize, clockResolutionNs } = await subjectOf(honest)
    expect({ id, condition, parts, whole, batch, blockSize, clockResolutionNs }).toEqual({
      id: 'fork',
      condition: { parentMiB: 0 },
      parts: PARTS,
      whole: 'joined',
      batch: 1,
      blockSize: undefined,
      clockResolutionNs: HELLO.clock.resolutionNs,
    })
    expect(await subjectOf(honest, { batch: 8, blockSize: 3 })).toMatchObject({ batch: 8, blockSize: 3 })
  })

  it('passes on a block as the probe gave it, the overhead not yet subtracted', async () => {
    const subject = await subjectOf({ ...honest, overhead: { joined: 2 } })
    expect(await subject.runBlock(3)).toEqual({
      values: three,
      overhead: { joined: 2 },
      counts: honest.counts,
      stopped: undefined,
    })
  })

  it('gives samples and overhead for one operation, the counts for the whole block', async () => {
    const answer = {
      ...honest,
      batch: 100,
      values: { called: [100, 250, 0], 'first-instruction': [1, 2, 3], joined: [1000, 2000, 3050] },
      overhead: { called: 50, joined: 120 },
      counts: { created: 300, reaped: 300 },
    }
    expect(await (await subjectOf(answer, { batch: 100 })).runBlock(3)).toEqual({
      values: { called: [1, 2.5, 0], 'first-instruction': [0.01, 0.02, 0.03], joined: [10, 20, 30.5] },
      overhead: { called: 0.5, joined: 1.2 },
      counts: { created: 300, reaped: 300 },
      stopped: undefined,
    })
  })

  it('says why a block is short', async () => {
    const block = await (await subjectOf({ ...honest, stopped })).runBlock(8)
    expect(block.stopped).toMatchObject({ call: 'fork', errno: 'EAGAIN' })
    expect(block.values).toEqual(three)
  })

  it.each<[string, object, RegExp, Partial<ProbeSubjectOptions>?]>([
    ['a part has another number of samples', { ...honest, values: { ...three, called: [1, 2] } }, /different numbers/],
    ['a part is missing', { ...honest, values: { called: three.called, joined: three.joined } }, /different numbers/],
    ['it is short and nothing stopped it', honest, /gave 3 samples, not 4/],
    ['there is none and nothing stopped it', { ...honest, values: {} }, /gave 0 samples, not 4/],
    ['a sample spans more than it says', { ...honest, batch: 10 }, /batches of 10 operations, not of 1/],
    ['a sample spans less than it says', honest, /batches of 1 operations, not of 10/, { batch: 10 }],
  ])('is withheld where %s', async (_, answer, words, more) => {
    const error = await failure((await subjectOf(answer, more)).runBlock(4))
    expect(error).toBeInstanceOf(ProbeFailure)
    expect(error).toMatchObject({
      message: expect.stringMatching(words),
      advice: expect.stringContaining('withheld'),
    })
  })

  it('is withheld where the evidence contradicts it, in a sentence that begins with the series', async () => {
    const contradiction = ({ counts }: { counts: Record<string, number> }): string | null =>
      counts['reaped'] === 3 ? 'never switched' : null
    expect(await failure((await subjectOf(honest, { contradiction })).runBlock(3))).toMatchObject({
      name: 'ProbeFailure',
      message: 'fork never switched.',
    })
    const agreeing = { ...honest, counts: { reaped: 2 } }
    expect((await (await subjectOf(agreeing, { contradiction })).runBlock(3)).values).toEqual(three)
  })
})
