import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Outcome } from '../../contract/outcome.ts'
import { seriesKey } from '../../contract/series-key.ts'
import { processesWithEnvironment } from '../fixture-processes.ts'
import { HELLO, READY, say, standInProbe } from '../probes/fixture-probe.ts'
import { blockOf, standInSubject } from '../procedure/fixture-subject.ts'
import type { ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from './experiment.ts'
import { standInMeans } from './fixture-experiment.ts'
import { measureWithProbes, type OpenedProbe, type ProbeMeasurement, type ProbeRequest } from './probe-measurement.ts'

const THREADPROBE = join(import.meta.dirname, '../../native-probes/out/threadprobe')
const linux = process.platform === 'linux'
const hasProbe = linux && existsSync(THREADPROBE)
const MIB = 1 << 20
const GIB = 1 << 30

/** What the probes inherit, so that a test can find those that were left running. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark)
/** What a killed probe had started may take a moment longer to die. */
const expectNoneRuns = (): Promise<void> => expect.poll(running, { timeout: 2000 }).toEqual([])

/** A probe that observes two things and answers every block with two samples. It knows the options `refuse` and `die`. */
const ANSWERING = [
  `case "$*" in
     *--refuse*) ${say(HELLO, { type: 'unsupported', reason: 'no huge pages' })}; exit 77;;
     *--die*) ${say(HELLO, { type: 'error', what: 'no room', advice: 'Make some.' })}; exit 1;;
   esac`,
  say(
    HELLO,
    { type: 'observation', name: 'memory', facts: { touched: 1 } },
    { type: 'observation', name: 'pages', facts: { backed: true } },
    READY,
  ),
  `while read -r _ series _; do
     printf '{"type":"samples","series":"%s","batch":1,"values":{"joined":[1000,2000]},"overhead":{},"counts":{}}\\n' "$series"
   done`,
]

const probe = (name: string, more: Partial<ProbeRequest> = {}): ProbeRequest => ({
  experiment: 'stand-in',
  options: {},
  series: [name],
  condition: { name },
  parts: ['joined'],
  blockSize: 2,
  note: `preparing ${name}`,
  ...more,
})

/** Means with a stand-in probe of this script. */
function meansWith(script: readonly string[] = ANSWERING, more: Partial<Means> = {}): Means {
  const { path, remove } = standInProbe(...script)
  onTestFinished(() => remove())
  return standInMeans({ probes: { path }, ...more })
}

interface Watched {
  events: ExperimentEvent[]
  /** How many probes were ready. */
  opened: number
  result: ExperimentResult | null
  error: unknown
}

/** Follows a measurement to its end, however it ends; no probe may be left then. `listen` sees each event. */
async function follow(
  measurement: ProbeMeasurement,
  means: Means,
  { signal = new AbortController().signal, listen = () => {} }: Partial<Following> = {},
): Promise<Watched> {
  const watched: Watched = { events: [], opened: 0, result: null, error: null }
  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    watched.opened = opened.length
    expect(running().length).toBeGreaterThanOrEqual(opened.length)
    if (measurement.before) yield* measurement.before(opened)
  }
  const request: ExperimentRequest = { parameters: {}, series: [], seed: 1, budgetSeconds: 0.2, signal }
  const events = measureWithProbes({ ...measurement, before }, request, means)
  try {
    while (!watched.result) {
      const next = await events.next()
      if (next.done) watched.result = next.value
      else {
        watched.events.push(next.value)
        listen(next.value)
      }
    }
  } catch (error) {
    watched.error = error
  }
  await expectNoneRuns()
  return watched
}

interface Following {
  signal: AbortSignal
  listen: (event: ExperimentEvent) => void
}

/** Status and series of what was not measured. */
const unmeasured = ({ result }: Watched): [string, Outcome][] =>
  (result?.unmeasured ?? []).map(({ identity, outcome }) => [identity.id, outcome])

const statuses = (watched: Watched): string[] => unmeasured(watched).map(([id, { status }]) => `${id} ${status}`)

const measured = ({ result }: Watched): string[] =>
  (result?.recordings ?? []).filter(({ samples }) => samples > 0).map(({ subject }) => subject.id)

describe.runIf(linux)('measuring with probes', () => {
  it('says what is planned, prepares one probe after the other, and measures all of them together', async () => {
    const host = standInSubject('host', (count) => blockOf(Array.from({ length: count }, () => 1e6)))
    const watched = await follow(
      { requests: [probe('a'), probe('b', { series: ['b', 'c'] })], others: [host] },
      meansWith(),
    )
    expect(watched.error).toBeNull()
    expect(watched.events.slice(0, 7).map(({ type }) => type)).toEqual([
      'plan',
      ...['preparing', 'observation', 'observation'],
      ...['preparing', 'observation', 'observation'],
    ])
    const [plan] = watched.events
    expect(plan?.type === 'plan' ? plan.series.map(seriesKey) : []).toEqual([
      'a/joined name=a',
      'b/joined name=b',
      'c/joined name=b',
      'host/joined',
    ])
    expect(measured(watched)).toEqual(['a', 'b', 'c', 'host'])
    expect(unmeasured(watched)).toEqual([])
    for (const block of watched.result?.recordings[0]?.blocks('joined') ?? []) expect(block).toEqual([1000, 2000])
  })

  it('reports what each probe observes in its order, with the condition and the facts that go with it', async () => {
    const { events } = await follow({ requests: [probe('a', { facts: { creates: 'threads' } })] }, meansWith())
    expect(events.flatMap((event) => (event.type === 'observation' ? [event.observation] : []))).toEqual([
      { name: 'memory', about: { condition: { name: 'a' } }, facts: { touched: 1, creates: 'threads' } },
      { name: 'pages', about: { condition: { name: 'a' } }, facts: { backed: true, creates: 'threads' } },
    ])
  })

  it('passes on what is done before the first sample, when all probes are ready', async () => {
    async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
      yield { type: 'preparing', phase: 'calibrating', note: opened.map(({ request }) => request.note).join() }
    }
    const { events } = await follow({ requests: [probe('a'), probe('b')], before }, meansWith())
    const at = events.findIndex((event) => event.type === 'preparing' && event.phase === 'calibrating')
    expect(events[at]).toMatchObject({ note: 'preparing a,preparing b' })
    expect(events[at + 1]).toMatchObject({ type: 'progress', phase: 'warming-up' })
  })

  it('leaves out what does not start, with the reason for each series and part, and measures the rest', async () => {
    const requests = [
      probe('refused', { options: { refuse: 1 }, parts: ['joined', 'called'] }),
      probe('dead', { options: { die: 1 } }),
      probe('fine'),
    ]
    const watched = await follow({ requests }, meansWith())
    const refused: Outcome = { status: 'unsupported', reason: 'no huge pages' }
    expect(unmeasured(watched)).toEqual([
      ['refused', refused],
      ['refused', refused],
      ['dead', { status: 'failed', error: 'no room.', advice: 'Make some.' }],
    ])
    expect(watched.result?.unmeasured.map(({ identity }) => identity.part)).toEqual(['joined', 'called', 'joined'])
    expect(measured(watched)).toEqual(['fine'])
  })

  it('does not try what is known to be absent, nor says that it prepares it', async () => {
    const absent: Outcome = { status: 'skipped', reason: 'there is no second core' }
    const watched = await follow({ requests: [probe('absent', { absent }), probe('fine')] }, meansWith())
    expect(unmeasured(watched)).toEqual([['absent', absent]])
    expect(watched.opened).toBe(1)
    const notes = watched.events.flatMap((event) => (event.type === 'preparing' ? [event.note] : []))
    expect(notes).toEqual(['preparing fine'])
  })

  it('skips what does not fit beyond a reserve, counting what is open already, and only that', async () => {
    const needing = (name: string, mib: number, more: Partial<ProbeRequest> = {}): ProbeRequest =>
      probe(name, { neededBytes: mib * MIB, ...more })
    const requests = [
      needing('refused', 40, { options: { refuse: 1 } }),
      needing('first', 30),
      needing('second', 30),
      needing('small', 10),
      needing('half', 0.5),
      needing('nothing', 0),
      probe('unstated'),
    ]
    const watched = await follow({ requests }, meansWith(ANSWERING, { availableBytes: () => GIB + 40 * MIB }))
    expect(statuses(watched)).toEqual(['refused unsupported', 'second skipped', 'half skipped'])
    const reasons = unmeasured(watched).flatMap(([, outcome]) => (outcome.status === 'skipped' ? [outcome.reason] : []))
    expect(reasons).toEqual([
      'its 30 MiB do not fit: 10 MiB are free beyond the reserve of 1024 MiB',
      'its 1 MiB do not fit: 0 MiB are free beyond the reserve of 1024 MiB',
    ])
    expect(measured(watched)).toEqual(['first', 'small', 'nothing', 'unstated'])
  })

  it('speaks of no negative memory', async () => {
    const watched = await follow(
      { requests: [probe('a', { neededBytes: MIB })] },
      meansWith(ANSWERING, { availableBytes: () => 1000 }),
    )
    expect(unmeasured(watched)[0]?.[1]).toMatchObject({ reason: expect.stringContaining('fit: 0 MiB are free') })
  })

  it('prepares nothing and calibrates nothing where there are no probes, and measures what the host starts', async () => {
    const host = standInSubject('host', (count) => blockOf(Array.from({ length: count }, () => 1e6)))
    async function* before(): AsyncGenerator<ExperimentEvent, void> {
      yield { type: 'preparing', phase: 'calibrating', note: '' }
    }
    const watched = await follow({ requests: [probe('a')], others: [host], before }, standInMeans())
    expect(unmeasured(watched)).toEqual([['a', { status: 'unsupported', reason: 'the probes are not built' }]])
    expect(watched.events.filter(({ type }) => type === 'preparing')).toEqual([])
    expect(measured(watched)).toEqual(['host'])
  })
})

describe.runIf(linux)('every probe is closed', () => {
  const requests = [probe('a'), probe('b')]

  it('when it is cancelled while it measures; the result has what there was', async () => {
    const controller = new AbortController()
    const watched = await follow({ requests }, meansWith(), {
      signal: controller.signal,
      listen: (event) => {
        if (event.type === 'block') controller.abort(new Error('enough'))
      },
    })
    expect(watched.result?.procedure.stopped).toBe('cancelled')
    expect(watched.opened).toBe(2)
  })

  it('when it is cancelled between two of them', async () => {
    const controller = new AbortController()
    const { error } = await follow({ requests }, meansWith(), {
      signal: controller.signal,
      listen: (event) => {
        if (event.type !== 'preparing' || event.note !== 'preparing b') return
        expect(running()).toHaveLength(1)
        controller.abort(new Error('enough'))
      },
    })
    expect(error).toEqual(new Error('enough'))
  })

  it('when it is cancelled while one prepares', async () => {
    const controller = new AbortController()
    const means = meansWith([say(HELLO), 'sleep 60'])
    setTimeout(() => controller.abort(new Error('enough')), 50)
    const { error } = await follow({ requests }, means, { signal: controller.signal })
    expect(error).toEqual(new Error('enough'))
  })

  it('when what is done before the first sample throws', async () => {
    async function* before(): AsyncGenerator<ExperimentEvent, void> {
      throw new TypeError('a bug')
    }
    const watched = await follow({ requests, before }, meansWith())
    expect(watched.error).toEqual(new TypeError('a bug'))
    expect(watched.opened).toBe(2)
  })

  it('when a subject of the host has a fault', async () => {
    const broken = standInSubject('broken', () => {
      throw new TypeError('a bug')
    })
    const watched = await follow({ requests, others: [broken] }, meansWith())
    expect(watched.error).toEqual(new TypeError('a bug'))
  })

  it('when nobody listens any more, wherever it stands', async () => {
    const means = meansWith()
    const { signal } = new AbortController()
    const request: ExperimentRequest = { parameters: {}, series: [], seed: 1, budgetSeconds: 0.2, signal }
    for (const last of ['plan', 'preparing', 'observation', 'progress', 'block'] as const) {
      for await (const event of measureWithProbes({ requests }, request, means)) {
        if (event.type === last) break
      }
      await expectNoneRuns()
    }
  })
})

describe.runIf(hasProbe)('the native probe', () => {
  it('observes its memory, with the condition that it belongs to, and is gone in the end', async () => {
    const condition = { parentMiB: 4, pages: '4k', placement: 'free' }
    const creator = probe('fork', {
      experiment: 'creation-cost',
      options: { 'parent-mib': 4, pages: '4k', placement: 'free', creates: 'processes' },
      condition,
      parts: ['joined', 'called', 'first-instruction'],
      neededBytes: 4 * MIB,
    })
    const watched = await follow({ requests: [creator] }, standInMeans({ probes: { path: THREADPROBE } }))
    const observed = watched.events.flatMap((event) => (event.type === 'observation' ? [event.observation] : []))
    expect(observed.map(({ name }) => name)).toEqual(['parent-memory', 'copy-on-write-aftermath'])
    for (const { about } of observed) expect(about).toEqual({ condition })
    expect(measured(watched)).toEqual(['fork'])
  })
})
