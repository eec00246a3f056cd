import { describe, expect, it, onTestFinished } from 'vitest'
import { HELLO, READY, SAMPLES, say, standInProbe } from '../../probes/fixture-probe.ts'
import { Probe, ProbeFailure } from '../../probes/probe.ts'
import type { Block } from '../../procedure/subject.ts'
import { NativeSubject } from './native-subject.ts'

const three = { called: [1, 2, 3], 'first-instruction': [2, 3, 4], joined: [3, 4, 5] }
const honest = { ...SAMPLES, values: three, counts: { created: 3, reaped: 3, otherCore: 0 } }

/** The block that a subject makes of a probe's answer. */
async function blockFrom(answer: object, placement: 'one-core' | 'free' = 'one-core'): Promise<Block> {
  const { path, remove } = standInProbe(say(HELLO, READY), 'read command', say(answer), 'read command')
  onTestFinished(() => remove())
  const { signal } = new AbortController()
  const probe = await Probe.open({ path, experiment: 'creation-cost', options: {}, signal })
  onTestFinished(() => probe.close())
  return new NativeSubject('fork', { parentMiB: 0, pages: '4k', placement }, probe).runBlock(3)
}

describe.runIf(process.platform !== 'win32')('a native block', () => {
  it('is passed on as the probe gave it, the overhead not yet subtracted', async () => {
    expect(await blockFrom({ ...honest, overhead: { joined: 2 } })).toEqual({
      values: three,
      overhead: { joined: 2 },
      counts: honest.counts,
      stopped: undefined,
    })
  })

  it('says why it is short', async () => {
    const stopped = { call: 'fork', errno: 'EAGAIN', message: 'no more', iteration: 3 }
    expect((await blockFrom({ ...honest, stopped })).stopped).toMatchObject({ call: 'fork', errno: 'EAGAIN' })
  })

  it.each([
    ['fewer tasks were reaped than created', { ...honest, counts: { created: 3, reaped: 2, otherCore: 0 } }],
    ['a part has another number of samples', { ...honest, values: { ...three, called: [1, 2] } }],
    ['a part is missing', { ...honest, values: { called: three.called, joined: three.joined } }],
    ['nothing was counted', { ...honest, counts: {} }],
    ['a task of a pinned creator ran elsewhere', { ...honest, counts: { created: 3, reaped: 3, otherCore: 1 } }],
  ])('is withheld where %s', async (_, answer) => {
    const failure: unknown = await blockFrom(answer).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ProbeFailure)
    expect(failure).toMatchObject({ advice: expect.stringContaining('withheld') })
  })

  it('may have run on any core where its creator is free', async () => {
    const answer = { ...honest, counts: { created: 3, reaped: 3, otherCore: 2 } }
    expect((await blockFrom(answer, 'free')).values).toEqual(three)
  })
})
