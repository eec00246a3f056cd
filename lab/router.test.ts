import { describe, expect, it, onTestFinished } from 'vitest'
import { ExperimentDescription } from '../contract/experiment.ts'
import { Activity } from '../contract/measurement.ts'
import { createLabOnTest, type LabOnTest } from './fixture-lab.ts'
import { exampleRun } from './runs/fixture-run.ts'

async function createTestLab(): Promise<LabOnTest> {
  const made = await createLabOnTest()
  onTestFinished(() => made.remove())
  return made
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error)

describe('the router', () => {
  it('describes every experiment with what a host needs to offer it', async () => {
    const { client } = await createTestLab()
    const [experiment] = await client.experiments.list()
    expect(experiment).toMatchObject({ id: 'creation-cost' })
    expect(ExperimentDescription.parse(experiment)).toEqual(experiment)
    expect(experiment?.series.find(({ id }) => id === 'fork')?.comparedWith).toBe('pthread')
    const series = experiment?.series.map(({ id }) => id)
    expect(series).toEqual(expect.arrayContaining(['fork', 'pthread', 'worker-thread', 'child-process']))
    expect(experiment?.parameters.map(({ name }) => name)).toEqual(['parent-mib', 'pages', 'placement'])
  })

  it('describes the machine', async () => {
    const { client } = await createTestLab()
    const { card, words } = await client.machine.card()
    expect(card.processor.hardwareThreads).toBeGreaterThan(0)
    expect(words).not.toBe('')
  })

  it('tells what the lab does until nobody listens any more', async () => {
    const { client } = await createTestLab()
    const controller = new AbortController()
    const activity = await client.activity(undefined, { signal: controller.signal })
    const { value } = await activity.next()
    expect(Activity.parse(value)).toEqual(value)
    expect(value).toMatchObject({ running: null })
    const next = activity.next()
    controller.abort()
    expect((await next).done).toBe(true)
  })

  it('shows and exports a stored run', async () => {
    const { client, lab } = await createTestLab()
    const run = exampleRun()
    await lab.store.save(run)
    expect(await client.runs.get({ id: run.id })).toMatchObject({ id: run.id, file: lab.store.fileOf(run.id) })
    expect(JSON.parse((await client.runs.export({ id: run.id, format: 'json' })).text)).toEqual(run)
    expect((await client.runs.list()).runs).toMatchObject([{ id: run.id, samples: 8 }])
  })

  it('exports the timelines of a run as a trace, and says of a run without that it has none', async () => {
    const { client, lab } = await createTestLab()
    const slices = { task: [0], core: [0], from: [0], to: [5], end: [2] }
    const which = { which: 'typical', repetition: 1, source: 'threads' } as const
    const run = exampleRun({ timelines: [{ ...which, tasks: ['a'], slices }] })
    const without = exampleRun({ id: run.id.replace('abcdef', 'fedcba') })
    for (const one of [run, without]) await lab.store.save(one)
    const { text } = await client.runs.export({ id: run.id, format: 'trace' })
    expect(JSON.parse(text).traceEvents.length).toBeGreaterThan(2)
    expect(await failure(client.runs.export({ id: without.id, format: 'trace' }))).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/holds no timelines/),
    })
  })

  it('lists and shows a run of an experiment that it does not know', async () => {
    const { client, lab } = await createTestLab()
    const run = exampleRun({ experiment: 'later' })
    await lab.store.save(run)
    expect((await client.runs.list()).runs).toMatchObject([{ experiment: 'later' }])
    expect((await client.runs.get({ id: run.id })).findings).toEqual([])
  })

  it('says of a run that does not exist that it does not', async () => {
    const { client } = await createTestLab()
    for (const id of ['no-such-run', '../x', '']) {
      expect(await failure(client.runs.get({ id }))).toMatchObject({ code: 'NOT_FOUND', defined: true })
      expect(await failure(client.runs.export({ id, format: 'csv' }))).toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await failure(client.runs.get({ id: 'x'.repeat(81) }))).toMatchObject({ code: 'USAGE', defined: true })
  })

  it('cancels nothing where nothing runs', async () => {
    const { client } = await createTestLab()
    expect(await client.cancel()).toEqual({ cancelled: false })
  })
})
