import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { MeasurementEvent, type MeasurementRequest } from '../contract/measurement.ts'
import { whyNotStored } from '../contract/not-stored.ts'
import { Run, RunView } from '../contract/run.ts'
import { seriesKey } from '../contract/series-key.ts'
import { createLabOnTest, type LabOnTest } from './fixture-lab.ts'
import { processesWithEnvironment } from './fixture-processes.ts'

const hasProbe =
  process.platform === 'linux' && existsSync(join(import.meta.dirname, '../native-probes/out/threadprobe'))

/** Small, and long enough to be interrupted. */
const request: MeasurementRequest = {
  experiment: 'creation-cost',
  series: ['fork', 'pthread'],
  parameters: { 'parent-mib': [0] },
  quick: true,
  budgetSeconds: 0.5,
  seed: 11,
}
/** Cannot be over before its samples are shown for the first time, also on a busy machine. */
const shownOnTheWay: MeasurementRequest = { ...request, series: ['fork', 'pthread', 'child-process'], budgetSeconds: 2 }
const long: MeasurementRequest = { ...shownOnTheWay, budgetSeconds: 6 }

/** What the processes that a lab starts inherit, so that a test can find them. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const started = (): number[] => processesWithEnvironment(mark)
const expectNothingLeft = (): Promise<void> => expect.poll(started, { timeout: 2000 }).toEqual([])

async function createTestLab(options?: Parameters<typeof createLabOnTest>[0]): Promise<LabOnTest> {
  const made = await createLabOnTest(options)
  onTestFinished(() => made.remove())
  return made
}

const storedIn = ({ lab }: LabOnTest): string[] => (existsSync(lab.store.folder) ? readdirSync(lab.store.folder) : [])

/** Follows a measurement to its end; `listen` sees each event. */
async function follow(
  { client }: LabOnTest,
  wanted: MeasurementRequest,
  listen: (event: MeasurementEvent) => void = () => {},
): Promise<MeasurementEvent[]> {
  const events: MeasurementEvent[] = []
  for await (const event of await client.measure(wanted)) {
    events.push(event)
    listen(event)
  }
  return events
}

/** The run at the end of a measurement's events. */
function runOf(events: readonly MeasurementEvent[]): RunView {
  const last = events.at(-1)
  if (last?.type !== 'done') throw new Error(`expected done at the end, got ${last?.type}`)
  return last.run
}

/** A measurement that is under way: its first block is being measured. */
async function startMeasuring({ client }: LabOnTest, wanted = long, signal?: AbortSignal) {
  const events = await client.measure(wanted, signal ? { signal } : {})
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error('the measurement ended too soon')
    if (value.type === 'progress' && value.phase === 'measuring') return events
  }
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error)

describe.runIf(hasProbe)('a measurement', () => {
  it('reports its events in order, stores its run, and leaves nothing behind', async () => {
    const test = await createTestLab()
    const events = await follow(test, shownOnTheWay)
    for (const event of events) expect(MeasurementEvent.parse(event)).toEqual(event)

    const types = events.map(({ type }) => type)
    expect(types.filter((type) => type === 'started')).toHaveLength(1)
    expect(types.slice(0, types.indexOf('started')).every((type) => type === 'warning')).toBe(true)
    expect(types.indexOf('done')).toBe(types.length - 1)
    for (const type of ['observation', 'samples', 'summary', 'progress'] as const) expect(types).toContain(type)

    const phases = events.flatMap((event) => (event.type === 'progress' ? [event.phase] : []))
    expect(phases.filter((phase, i) => phase !== phases[i - 1])).toEqual([
      'preparing',
      'calibrating',
      'warming-up',
      'measuring',
      'summarising',
    ])

    const run = runOf(events)
    const text = readFileSync(run.file ?? '', 'utf8')
    const stored = Run.parse(JSON.parse(text))
    expect(storedIn(test)).toEqual([`${run.id}.json`])
    expect(stored).toMatchObject({ id: run.id, seed: 11, outcome: { status: 'measured' }, predictions: [] })
    expect(stored.parameters).toEqual({ 'parent-mib': [0], pages: ['4k'], placement: 'one-core' })
    expect(stored.procedure).toMatchObject({ budgetSeconds: 2, target: 0.02 })
    await expectNothingLeft()
  })

  it('keeps what it promised, measured and counted', async () => {
    const test = await createTestLab()
    const events = await follow(test, request)
    const run = runOf(events)
    const begun = events.find((event) => event.type === 'started')
    expect(run.series.map(seriesKey).sort()).toEqual(begun?.series.map(seriesKey).sort())
    expect(run.id).toBe(begun?.runId)
    const stored = Run.parse(JSON.parse(readFileSync(run.file ?? '', 'utf8')))
    for (const { outcome, samples, blocks, summary } of stored.series) {
      expect(outcome.status).toBe('measured')
      expect(summary?.count).toBe(samples.length)
      expect(blocks.reduce((sum, length) => sum + length, 0)).toBe(samples.length)
      // The last round ends with the budget, perhaps before every series had its turn.
      expect([0, 1]).toContain(stored.procedure.rounds - blocks.length)
    }
    const fewest = Math.min(...stored.series.map(({ blocks }) => blocks.length))
    expect(run.ratios.map(({ of, to, rounds }) => [of.id, to.id, rounds])).toEqual(
      Array(3).fill(['fork', 'pthread', fewest]),
    )
    const created = run.observations.find(({ name }) => name === 'tasks-created')
    expect(created?.facts).toMatchObject({ kernelCountedAtLeastAsMany: true })
    expect(run.findings[0]).toContain('fork')
  })

  it('shows no sample that is not stored in the end', async () => {
    const test = await createTestLab()
    const shown = new Map<string, number[]>()
    const events = await follow(test, shownOnTheWay, (event) => {
      if (event.type !== 'samples') return
      for (const { series, values } of event.batches)
        shown.set(seriesKey(series), [...(shown.get(seriesKey(series)) ?? []), ...values])
    })
    const stored = Run.parse(JSON.parse(readFileSync(runOf(events).file ?? '', 'utf8')))
    expect(shown.size).toBeGreaterThan(0)
    for (const one of stored.series) {
      const seen = shown.get(seriesKey(one)) ?? []
      expect(one.samples.slice(0, seen.length)).toEqual(seen)
    }
  })

  it('predicts before it measures, and scores the prediction after', async () => {
    const test = await createTestLab()
    const events = await follow(test, { ...request, parameters: { 'parent-mib': '0,64,256' }, series: ['fork'] })
    const predicted = events.findIndex(({ type }) => type === 'prediction')
    const warmingUp = events.findIndex((event) => event.type === 'progress' && event.phase === 'warming-up')
    expect(predicted).toBeGreaterThan(-1)
    expect(predicted).toBeLessThan(warmingUp)
    const [prediction, ...others] = runOf(events).predictions
    expect(others).toEqual([])
    expect(prediction?.of.condition['parentMiB']).toBe(256)
    expect(prediction?.model.fittedOn.map(({ condition }) => condition['parentMiB'])).toEqual([0, 64])
    const measured = runOf(events).series.find((one) => prediction && seriesKey(one) === seriesKey(prediction.of))
    expect(prediction?.score?.measured).toBe(measured?.summary?.median)
  })

  it('measures the tasks of Node beside the native ones', async () => {
    const test = await createTestLab()
    const run = runOf(
      await follow(test, { ...request, series: ['pthread', 'worker-thread', 'child-process'], budgetSeconds: 2 }),
    )
    expect(run.outcome).toEqual({ status: 'measured' })
    for (const id of ['worker-thread', 'child-process']) {
      const parts = run.series.filter((one) => one.id === id).map(({ part }) => part)
      expect(parts).toEqual(['called', 'first-instruction', 'first-message', 'joined'])
    }
    expect(run.ratios.some(({ of, to }) => of.id === 'child-process' && to.id === 'pthread')).toBe(true)
    await expectNothingLeft()
  })

  it('is listed, read and exported from where it is stored', async () => {
    const test = await createTestLab()
    const run = runOf(await follow(test, request))
    const { runs, unreadable, folder } = await test.client.runs.list()
    expect(folder).toBe(test.lab.store.folder)
    expect(unreadable).toEqual([])
    expect(runs).toMatchObject([{ id: run.id, headline: run.findings[0], warnings: run.warnings.length }])
    expect(await test.client.runs.get({ id: run.id })).toEqual(run)
    const csv = await test.client.runs.export({ id: run.id, format: 'csv' })
    const samples = run.series.reduce((sum, { summary }) => sum + (summary?.count ?? 0), 0)
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(samples + 1)
    const json = await test.client.runs.export({ id: run.id, format: 'json' })
    expect(JSON.parse(json.text)).toEqual(JSON.parse(readFileSync(run.file ?? '', 'utf8')))
  })

  it('is the only one at a time, and shown as activity while it runs', async () => {
    const test = await createTestLab()
    const events = await startMeasuring(test)
    expect(await failure(test.client.measure(request))).toMatchObject({ code: 'BUSY', defined: true })
    const activity = await test.client.activity()
    expect((await activity.next()).value).toMatchObject({ running: { experiment: 'creation-cost' } })
    await activity.return()
    await events.return()
    expect(runOf(await follow(test, request)).outcome).toEqual({ status: 'measured' })
  })
})

describe.runIf(hasProbe)('ending a measurement', () => {
  it('by cancelling it: its outcome says so, nothing is stored and nothing is left', async () => {
    const test = await createTestLab()
    const events = await startMeasuring(test)
    expect(started().length).toBeGreaterThanOrEqual(2)
    const cancelling = test.client.cancel()
    const rest: MeasurementEvent[] = []
    for await (const event of events) rest.push(event)
    expect(await cancelling).toEqual({ cancelled: true })
    await expectNothingLeft()
    const run = runOf(rest)
    expect(run).toMatchObject({ outcome: { status: 'cancelled' }, procedure: { stopped: 'cancelled' }, file: null })
    expect(RunView.parse(run)).toEqual(run)
    expect(storedIn(test)).toEqual([])
    expect(await test.client.cancel()).toEqual({ cancelled: false })
  })

  it('while it prepares: the same, and its series say that they were cancelled', async () => {
    const test = await createTestLab()
    let asked: Promise<unknown> | undefined
    const events = await follow(test, { ...long, parameters: { 'parent-mib': [0, 64, 256] } }, (event) => {
      if (event.type === 'progress' && event.note.startsWith('touching')) asked ??= test.client.cancel()
    })
    expect(await asked).toEqual({ cancelled: true })
    await expectNothingLeft()
    expect(runOf(events).outcome).toEqual({ status: 'cancelled' })
    expect(storedIn(test)).toEqual([])
  })

  it('while it warms up: series whose turn had not come say that they were cancelled', async () => {
    const test = await createTestLab()
    const events = await follow(test, long, (event) => {
      if (event.type === 'progress' && event.phase === 'warming-up') void test.client.cancel()
    })
    const run = runOf(events)
    expect(run.series.length).toBeGreaterThan(0)
    for (const { outcome } of run.series) expect(outcome).toEqual({ status: 'cancelled' })
    await expectNothingLeft()
  })

  it('while its statistics are computed: nothing is stored', async () => {
    const test = await createTestLab()
    const events = await follow(test, request, (event) => {
      if (event.type === 'progress' && event.phase === 'summarising') void test.client.cancel()
    })
    expect(runOf(events)).toMatchObject({ outcome: { status: 'cancelled' }, file: null })
    expect(storedIn(test)).toEqual([])
  })

  it('by no longer consuming its events', async () => {
    const test = await createTestLab()
    const events = await startMeasuring(test)
    expect(started().length).toBeGreaterThanOrEqual(2)
    await events.return()
    await expectNothingLeft()
    expect(storedIn(test)).toEqual([])
    expect(await test.client.cancel()).toEqual({ cancelled: false })
  })

  it('by aborting the signal of the client', async () => {
    const test = await createTestLab()
    const controller = new AbortController()
    const events = await startMeasuring(test, long, controller.signal)
    controller.abort()
    await expectNothingLeft()
    await failure(consume(events))
    expect(storedIn(test)).toEqual([])
    expect(await test.client.cancel()).toEqual({ cancelled: false })
  })

  it('by closing the lab', async () => {
    const test = await createTestLab()
    const events = await startMeasuring(test)
    const consuming = consume(events)
    await test.lab.close()
    await consuming
    await expectNothingLeft()
    expect(storedIn(test)).toEqual([])
  })

  it.each<[string, (test: LabOnTest) => Promise<unknown>]>([
    ['returned', async ({ client }) => (await client.measure(long)).return()],
    [
      'aborted',
      async ({ client }) => {
        const controller = new AbortController()
        await client.measure(long, { signal: controller.signal })
        controller.abort()
      },
    ],
    [
      'cancelled',
      async ({ client }) => {
        await client.measure(long)
        expect(await client.cancel()).toEqual({ cancelled: true })
      },
    ],
  ])('before its first event, by being %s: nothing stays busy', async (_, end) => {
    const test = await createTestLab()
    await end(test)
    await expectNothingLeft()
    expect(runOf(await follow(test, request)).outcome).toEqual({ status: 'measured' })
  })

  it('before it was asked for, by a signal that was aborted already', async () => {
    const test = await createTestLab()
    const events = await failure(test.client.measure(long, { signal: AbortSignal.abort() }))
    expect(events).toMatchObject({ name: 'AbortError' })
    expect(runOf(await follow(test, request)).outcome).toEqual({ status: 'measured' })
  })
})

async function consume(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

describe('a request that cannot be met', () => {
  const usage = async (wanted: MeasurementRequest): Promise<string> => {
    const test = await createTestLab()
    const error = await failure(test.client.measure(wanted))
    expect(error).toMatchObject({ code: 'USAGE', defined: true })
    expect(started()).toEqual([])
    expect(storedIn(test)).toEqual([])
    return error instanceof Error ? error.message : ''
  }

  it('names the experiments there are', async () => {
    expect(await usage({ experiment: 'spoon' })).toBe(
      'There is no experiment "spoon"; there are creation-cost, clone-flags, memory, context-switch, communication, isolation, parallelism, lost-update, fair-share, workload.',
    )
  })

  it('names the series there are', async () => {
    for (const series of [['spoon'], ['fork', 'spoon'], ['']]) {
      expect(await usage({ ...request, series })).toMatch(/has no series ".*" here; there are fork, vfork, .*pthread/)
    }
    expect(await usage({ ...request, series: [] })).toMatch(/^Choose at least one series of fork, /)
  })

  it('names the parameters and values there are', async () => {
    expect(await usage({ ...request, parameters: { spoon: 1 } })).toMatch(
      /^Parameter "spoon" is unknown; there are parent-mib, pages, placement\.$/,
    )
    expect(await usage({ ...request, parameters: { constructor: 1 } })).toMatch(/^Parameter "constructor" is unknown/)
    expect(await usage({ ...request, parameters: { 'parent-mib': '0,3' } })).toMatch(
      /^Parameter parent-mib cannot be "3"; choose from 0, 64, 256, 1024\.$/,
    )
  })

  it.each<[string, Partial<MeasurementRequest>, RegExp]>([
    ['budget', { budgetSeconds: 0 }, /budgetSeconds/],
    ['budget', { budgetSeconds: 601 }, /budgetSeconds.*600/],
    ['budget', { budgetSeconds: Number.NaN }, /budgetSeconds/],
    ['seed', { seed: -1 }, /seed/],
    ['seed', { seed: 1.5 }, /seed/],
    ['name', { experiment: 'x'.repeat(81) }, /experiment.*80/],
  ])('names the %s that is out of range: %j', async (_, more, words) => {
    expect(await usage({ ...request, ...more })).toMatch(words)
  })

  it('is refused before anything is measured where the run could not be stored', async () => {
    const test = await createTestLab()
    writeFileSync(join(test.folder, 'file'), '')
    const unwritable = await createTestLab({ dataFolder: join(test.folder, 'file') })
    const error = await failure(unwritable.client.measure(request))
    expect(error).toMatchObject({ code: 'FAILED', defined: true, message: expect.stringContaining('THREADLAB_DATA') })
    expect(started()).toEqual([])
    expect(await unwritable.client.cancel()).toEqual({ cancelled: false })
  })
})

describe.runIf(hasProbe)('a run that cannot be stored in the end', () => {
  it('is shown all the same, with the folder and what to do', async () => {
    const test = await createTestLab()
    const run = runOf(
      await follow(test, request, (event) => {
        if (event.type !== 'progress' || event.phase !== 'summarising') return
        rmSync(test.lab.store.folder, { recursive: true, force: true })
        writeFileSync(test.lab.store.folder, '')
      }),
    )
    expect(run.outcome).toEqual({ status: 'measured' })
    expect(run.file).toBeNull()
    expect(whyNotStored(run)).toContain(test.lab.store.folder)
    expect(await test.client.cancel()).toEqual({ cancelled: false })
  })
})

describe('without the native probes', () => {
  it('measures what Node can, and says of each other series why not', async () => {
    const test = await createTestLab()
    const without = await createTestLab({ probesFolder: test.folder })
    const [experiment] = await without.client.experiments.list()
    expect(experiment?.series.find(({ id }) => id === 'fork')?.unsupported).toContain('npm run build:probes')
    expect(experiment?.series.find(({ id }) => id === 'worker-thread')?.unsupported).toBeNull()
    const run = runOf(await follow(without, { ...request, series: ['fork', 'worker-thread'], budgetSeconds: 1 }))
    expect(run.outcome).toEqual({ status: 'measured' })
    for (const { id, outcome } of run.series) expect(outcome.status).toBe(id === 'fork' ? 'unsupported' : 'measured')
  })

  it('stores a run that measured nothing, with the reason', async () => {
    const test = await createTestLab()
    const without = await createTestLab({ probesFolder: test.folder })
    const run = runOf(await follow(without, { ...request, series: ['fork'] }))
    expect(run.outcome).toEqual({ status: 'unsupported', reason: expect.stringContaining('not built') })
    expect(storedIn(without)).toEqual([`${run.id}.json`])
  })
})
