import { afterEach, describe, expect, it } from 'vitest'
import { seriesKey } from '../../../contract/series-key.ts'
import { HELLO, READY, SAMPLES, say, standInProbe } from '../../probes/fixture-probe.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { nativeBatch } from './batches.ts'
import { communication } from './experiment.ts'

const BYTES = 65_536
const { roundTrips, streamed } = nativeBatch(BYTES)

const request = (more: Partial<ExperimentRequest> = {}): ExperimentRequest => ({
  parameters: { bytes: [BYTES], placement: 'free' },
  series: ['pipe'],
  seed: 1,
  budgetSeconds: 0.5,
  signal: new AbortController().signal,
  ...more,
})

async function runToEnd(
  wanted: ExperimentRequest,
  means: Means,
): Promise<{ events: ExperimentEvent[]; result: ExperimentResult }> {
  const events: ExperimentEvent[] = []
  for (const generator = communication.run(wanted, means); ;) {
    const next = await generator.next()
    if (next.done) return { events, result: next.value }
    events.push(next.value)
  }
}

const stands: { remove(): void }[] = []
afterEach(() => stands.splice(0).forEach((stand) => stand.remove()))

/** Means whose probe answers every block with samples that counted so many wrong bytes. */
function answering(wrongBytes: number): Means {
  const answer = (count: number): object => ({
    ...SAMPLES,
    series: 'pipe',
    batch: 2 * roundTrips,
    values: { latency: Array(count).fill(1e6), streamed: Array(count).fill(1e6) },
    overhead: { latency: 0, streamed: 0 },
    counts: { bytesChecked: count * (2 * roundTrips + streamed) * BYTES, wrongBytes },
  })
  const script = [say(HELLO, READY), `while read -r _ _ count; do ${say(answer(4))}; done`]
  const stand = standInProbe(...script)
  stands.push(stand)
  return standInMeans({ probes: { path: stand.path } })
}

describe('a probe that received wrong bytes', () => {
  it('has its figure withheld, with the reason', async () => {
    const { result } = await runToEnd(request(), answering(3))
    expect(result.recordings.map(({ failure }) => failure?.error)).toEqual([
      expect.stringMatching(/^pipe received 3 wrong bytes of \d+\.$/),
    ])
  })

  it('unlike one that received none', async () => {
    const { result } = await runToEnd(request(), answering(0))
    const [pipe] = result.recordings
    expect(pipe?.failure).toBeNull()
    expect(pipe?.samples).toBeGreaterThan(0)
  })
})

describe('on one core only', () => {
  it('skips what asks for two, and says why', async () => {
    const means = standInMeans({ probes: { path: '/nowhere' }, allowedCores: () => [3] })
    const { result } = await runToEnd(request({ parameters: { bytes: [64], placement: 'other-core' } }), means)
    expect(result.unmeasured.map(({ identity, outcome }) => [identity.part, outcome.status])).toEqual([
      ['latency', 'skipped'],
      ['streamed', 'skipped'],
    ])
    expect(result.unmeasured[0]?.outcome).toMatchObject({ reason: expect.stringContaining('no second core') })
  })
})

describe('with little memory', () => {
  it('leaves out what does not fit, of the probes and of Node', async () => {
    const means = standInMeans({ probes: { path: '/nowhere' }, availableBytes: () => 1 << 30 })
    const wanted = request({
      parameters: { bytes: [16 << 20], placement: 'one-core' },
      series: ['pipe', 'postmessage-copied'],
    })
    const { result } = await runToEnd(wanted, means)
    expect(result.recordings).toEqual([])
    expect(result.unmeasured.map(({ identity, outcome }) => [identity.id, identity.part, outcome.status])).toEqual([
      ['pipe', 'latency', 'skipped'],
      ['pipe', 'streamed', 'skipped'],
      ['postmessage-copied', 'latency', 'skipped'],
      ['postmessage-copied', 'streamed', 'skipped'],
    ])
    for (const { outcome } of result.unmeasured) {
      expect(outcome).toMatchObject({ reason: expect.stringMatching(/its \d+ MiB do not fit/) })
    }
  })
})

describe('without probes', () => {
  it('measures what Node has, and says why the rest is not measured', async () => {
    const wanted = request({ series: ['pipe', 'postmessage-transferred'] })
    const { events, result } = await runToEnd(wanted, standInMeans())
    expect(result.unmeasured.map(({ outcome }) => outcome.status)).toEqual(['unsupported', 'unsupported'])
    expect(result.recordings.map(({ subject, samples }) => [subject.id, samples > 0])).toEqual([
      ['postmessage-transferred', true],
    ])
    const planned = events.flatMap((event) => (event.type === 'plan' ? event.series : []))
    expect(new Set(planned.map(seriesKey)).size).toBe(4)
  })
})

describe('the comparisons', () => {
  it('put each mechanism into proportion to sharing of its own kind, size by size, part by part', () => {
    const identities = ['shared-variable', 'pipe', 'shared-array-buffer', 'child-ipc'].flatMap((id) =>
      [64, 4096].map((bytes) => ({ id, part: 'latency', condition: { bytes } })),
    )
    expect(communication.comparisons(identities).map(({ of, to }) => [seriesKey(of), seriesKey(to)])).toEqual([
      ['pipe/latency bytes=64', 'shared-variable/latency bytes=64'],
      ['pipe/latency bytes=4096', 'shared-variable/latency bytes=4096'],
      ['child-ipc/latency bytes=64', 'shared-array-buffer/latency bytes=64'],
      ['child-ipc/latency bytes=4096', 'shared-array-buffer/latency bytes=4096'],
    ])
  })
})
