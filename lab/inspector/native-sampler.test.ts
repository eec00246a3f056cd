import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { say, standInProbe } from '../probes/fixture-probe.ts'
import { ProbeFailure } from '../probes/probe.ts'
import { NativeSampler } from './native-sampler.ts'
import { emptyReading, type Reading } from './reading.ts'

const HELLO = { type: 'hello', protocol: 1, build: 'stand-in' }
const READING = { ...emptyReading(1), type: 'reading' }

function sampler(...script: string[]): NativeSampler {
  const { path, remove } = standInProbe(...script)
  const made = new NativeSampler({ path, target: { by: 'pids', pids: [1, 2] }, hertz: 10 })
  onTestFinished(async () => {
    await made.close()
    remove()
  })
  return made
}

async function gather(from: NativeSampler, most = Infinity): Promise<Reading[]> {
  const readings: Reading[] = []
  for await (const reading of from.readings()) if (readings.push(reading) >= most) break
  return readings
}

async function failureOf(from: NativeSampler): Promise<ProbeFailure> {
  const error: unknown = await gather(from).catch((reason: unknown) => reason)
  if (error instanceof ProbeFailure) return error
  throw new Error(`expected a ProbeFailure, got ${String(error)}`)
}

describe.runIf(process.platform !== 'win32')('the client of the native sampler', () => {
  it('gives its readings in order, and is over when it is closed', async () => {
    const made = sampler(say(HELLO, READING, { ...READING, at: 2 }), 'sleep 20')
    expect((await gather(made, 2)).map(({ at }) => at)).toEqual([1, 2])
    await made.close()
    expect(await gather(made)).toEqual([])
  })

  it('tells it whom to follow and how often', async () => {
    const made = sampler('echo "$@" >&2', 'exit 3')
    expect((await failureOf(made)).message).toContain('--hertz 10 --pids 1,2')
  })

  it.each<[string, string[], RegExp]>([
    ['dies', [say(HELLO, READING), 'kill -9 $$'], /was ended by SIGKILL/],
    ['ends', [say(HELLO), 'echo "out of luck" >&2', 'exit 1'], /ended with status 1. It wrote: out of luck/],
    [
      'says why',
      [say(HELLO, { type: 'error', what: 'no room', errno: 'ENOMEM', advice: 'Make some.' })],
      /no room \(ENOMEM\)/,
    ],
    ['cannot work', [say(HELLO, { type: 'unsupported', reason: 'no schedstat' })], /cannot work here: no schedstat/],
    ['writes garbage', [say(HELLO), 'echo garbage', 'sleep 20'], /not the protocol/],
    ['writes another shape', [say(HELLO, { ...READING, at: 'now' }), 'sleep 20'], /not the protocol: at: .*number/],
    ['does not say hello', [say(READING), 'sleep 20'], /without saying hello/],
    ['speaks another protocol', [say({ ...HELLO, protocol: 99 }), 'sleep 20'], /speaks protocol 99, the lab speaks 1/],
  ])('fails in a sentence when it %s', async (_, script, sentence) => {
    const { message, advice } = await failureOf(sampler(...script))
    expect(message).toMatch(sentence)
    expect(advice).not.toBe('')
  })

  it('fails in a sentence where there is no such program', async () => {
    const made = new NativeSampler({ path: join('/nowhere', 'sampler'), target: { by: 'all' }, hertz: 1 })
    expect((await failureOf(made)).message).toMatch(/could not be started: .*ENOENT/)
  })
})
