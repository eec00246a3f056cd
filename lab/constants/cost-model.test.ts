import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLabOnTest, type LabOnTest } from '../fixture-lab.ts'
import { exampleRun, exampleSeries } from '../runs/fixture-run.ts'
import type { Run } from '../../contract/run.ts'

async function labWith(...runs: Run[]): Promise<LabOnTest> {
  const made = await createLabOnTest()
  onTestFinished(() => made.remove())
  for (const run of runs) await made.lab.store.save(run)
  return made
}

const forkAt = (parentMiB: number, median: number): Run['series'][number] =>
  exampleSeries({ id: 'fork', condition: { parentMiB, pages: '4k', placement: 'one-core' } }, [
    [median, median],
    [median, median],
  ])

const line = (id: string, more: Partial<Run> = {}): Run =>
  exampleRun({ id, series: [0, 64, 256].map((size) => forkAt(size, 100_000 + 1000 * size)), ...more })

const ID = '20260102-030405-creation-cost-aaaaaa'

describe('model.constants', () => {
  it('lists every constant with what is known of it', async () => {
    const { client } = await labWith(line(ID))
    const { constants, runs } = await client.model.constants()
    expect(runs).toEqual({ own: 1, foreign: 0 })
    expect(constants.find(({ id }) => id === 'fork.page')).toMatchObject({
      value: 2000,
      origin: { kind: 'measured', runs: [{ run: ID }] },
    })
    expect(constants.find(({ id }) => id === 'switch.between')).toMatchObject({ value: null })
  })

  it('has defaults and gaps where there is no run', async () => {
    const { client } = await labWith()
    const { constants, predictions, runs } = await client.model.constants()
    expect(runs.own).toBe(0)
    expect(predictions).toEqual([])
    expect(new Set(constants.map(({ origin }) => origin.kind))).toEqual(new Set(['published', 'unknown']))
  })

  it('passes over runs of another machine', async () => {
    const { machine } = exampleRun()
    const other = { ...machine, processor: { ...machine.processor, model: 'Another' } }
    const { client } = await labWith(line(ID, { machine: other }))
    const { constants, runs } = await client.model.constants()
    expect(runs).toEqual({ own: 0, foreign: 1 })
    expect(constants.find(({ id }) => id === 'fork.page')?.value).toBeNull()
  })

  it('passes over damaged files and series that were not measured', async () => {
    const failed = { ...forkAt(1024, 1), outcome: { status: 'failed', error: '', advice: '' } as const }
    const { client, lab } = await labWith(line(ID, { series: [...line(ID).series, failed] }))
    writeFileSync(join(lab.store.folder, '20260103-030405-creation-cost-bbbbbb.json'), '{"schema": "threadlab.run/1"')
    const { constants, runs } = await client.model.constants()
    expect(runs.own).toBe(1)
    expect(constants.find(({ id }) => id === 'fork.page')?.value).toBe(2000)
  })

  it('notices a run that was stored since', async () => {
    const { client, lab } = await labWith()
    await client.model.constants()
    await lab.store.save(line(ID))
    expect((await client.model.constants()).runs.own).toBe(1)
  })

  it('tells the predictions that constants made, with the constants that made them', async () => {
    const scored = line(ID)
    const prediction = {
      of: { id: 'fork', part: 'joined', condition: { parentMiB: 256, pages: '4k', placement: 'one-core' } },
      unit: 'ns' as const,
      value: 350_000,
      interval: [340_000, 360_000] as [number, number],
      madeAt: '2026-01-02T03:04:05.000Z',
      model: { form: 'a + b × page-table pages', constants: {}, variable: 'pages', at: 128, fittedOn: [] },
      score: {
        measured: 356_000,
        interval: [355_000, 357_000] as [number, number],
        relativeError: 0.017,
        inside: true,
      },
    }
    const predictions = [prediction, { ...prediction, runs: ['20260101-030405-creation-cost-abcdef'] }]
    const { client } = await labWith({ ...scored, predictions })
    const { predictions: made } = await client.model.constants()
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ run: ID, constants: ['fork.fixed', 'fork.page'], prediction: { value: 350_000 } })
  })
})
