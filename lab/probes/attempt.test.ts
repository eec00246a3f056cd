import { describe, expect, it, onTestFinished } from 'vitest'
import { attemptProbe, type Attempt } from './attempt.ts'
import { HELLO, READY, say, standInProbe } from './fixture-probe.ts'

const { signal } = new AbortController()

function attempt(script: readonly string[], more: { signal?: AbortSignal } = {}): Promise<Attempt> {
  const { path, remove } = standInProbe(...script)
  onTestFinished(() => remove())
  return attemptProbe({ path, experiment: 'creation-cost', options: {}, signal, ...more })
}

describe.runIf(process.platform !== 'win32')('an attempt to open a probe', () => {
  it('gives the probe where it is ready', async () => {
    const { probe, outcome } = await attempt([say(HELLO, READY), 'read command'])
    onTestFinished(() => probe?.close())
    expect(probe?.hello.build).toBe('stand-in')
    expect(outcome).toBeNull()
  })

  it.each([
    [
      { type: 'unsupported', reason: 'no huge pages' },
      { status: 'unsupported', reason: 'no huge pages' },
    ],
    [
      { type: 'error', what: 'no room', advice: 'Make some.' },
      { status: 'failed', error: 'no room.', advice: 'Make some.' },
    ],
  ])('gives what keeps it from starting as an outcome: %j', async (line, outcome) => {
    expect(await attempt([say(HELLO, line), 'exit 1'])).toEqual({ probe: null, outcome })
  })

  it('gives a program that is not there as an outcome', async () => {
    expect(await attemptProbe({ path: '/nowhere/threadprobe', experiment: 'x', options: {}, signal })).toEqual({
      probe: null,
      outcome: {
        status: 'failed',
        error: expect.stringContaining('ENOENT'),
        advice: expect.stringContaining('build:probes'),
      },
    })
  })

  it('throws the reason of a signal that was aborted', async () => {
    const aborted = AbortSignal.abort(new Error('enough'))
    await expect(attempt([say(HELLO, READY), 'read command'], { signal: aborted })).rejects.toThrow('enough')
  })
})
