import { beforeAll, describe, expect, it } from 'vitest'
import type { MachineCard } from '../../contract/machine.ts'
import { Run } from '../../contract/run.ts'
import { seriesKey } from '../../contract/series-key.ts'
import type { Experiment } from '../experiments/experiment.ts'
import { standInExperiment } from '../experiments/fixture-experiment.ts'
import { readMachineCard } from '../machine/card.ts'
import { blockOf, standInSubject } from '../procedure/fixture-subject.ts'
import { Recording } from '../procedure/recording.ts'
import type { Block, Subject } from '../procedure/subject.ts'
import { assembleRun, NOTHING_MEASURED, type Circumstances, type Gathered } from './assemble-run.ts'
import { exportCsv } from './export.ts'

const ROUNDS = 12
const parts = ['joined', 'held']

/** A task that takes so long and holds so much, in every round. */
function record(id: string, nanoseconds: number, bytes: number, counts: Block['counts'] = {}): Recording {
  const subject: Subject = { ...standInSubject(id, () => blockOf([])), parts, batch: 10 }
  const recording = new Recording(subject)
  for (let round = 0; round < ROUNDS; round++) {
    const values = { joined: [nanoseconds, nanoseconds, nanoseconds], held: [bytes, bytes, bytes] }
    recording.add({ values, overhead: { joined: 2, held: 0 }, counts })
  }
  return recording
}

const experiment = standInExperiment([], {
  comparisons: (series) =>
    series.flatMap((of) => {
      const to = series.find(({ id, part }) => id === 'thread' && part === of.part)
      return to && to !== of ? [{ of, to }] : []
    }),
})

let machine: MachineCard
beforeAll(async () => {
  machine = await readMachineCard()
})

/** The run that comes of these recordings, as it is read back from its file. */
async function assemble(
  recordings: Recording[],
  more: Partial<Gathered> = {},
  circumstances: Partial<Circumstances> = {},
  of: Experiment = experiment,
): Promise<Run> {
  const plan = { experiment: of, parameters: {}, series: [], seed: 1, budgetSeconds: 1 }
  const procedure = { ...NOTHING_MEASURED.procedure, rounds: ROUNDS, stopped: 'target-reached' as const }
  const gathered: Gathered = {
    predictions: [],
    observations: [],
    warnings: [],
    planned: [],
    result: { recordings, procedure, unmeasured: [] },
    ...more,
  }
  const run = await assembleRun(plan, gathered, {
    id: '20260102-030405-stand-in-abcdef',
    startedAt: new Date(),
    machine,
    program: { name: 'threadlab', version: '0.0.0', host: 'test' },
    ticks: { before: null, after: null },
    signal: new AbortController().signal,
    ...circumstances,
  })
  // NaN and Infinity would come back as null, which the schema refuses.
  expect(Run.parse(JSON.parse(JSON.stringify(run)))).toEqual(run)
  return run
}

describe('a run of times and of memory', () => {
  it('has every part in its unit, and compares each with its like', async () => {
    const run = await assemble([record('process', 2002, 40_960), record('thread', 1002, 8192)])
    expect(run.series.map(({ id, part, unit, batch, summary }) => [id, part, unit, batch, summary?.median])).toEqual([
      ['process', 'joined', 'ns', 10, 2000],
      ['process', 'held', 'B', 10, 40_960],
      ['thread', 'joined', 'ns', 10, 1000],
      ['thread', 'held', 'B', 10, 8192],
    ])
    expect(run.ratios.map(({ of, to, ratio }) => [of.id, of.part, to.part, ratio])).toEqual([
      ['process', 'joined', 'joined', 2],
      ['process', 'held', 'held', 5],
    ])
    expect(run.warnings).toEqual([])
  })

  it('is exported with the unit beside every sample', async () => {
    const lines = exportCsv(await assemble([record('thread', 1002, 8192)])).text.split('\r\n')
    expect(lines[0]).toBe('series,part,round,sample,unit,value,overhead')
    expect(lines.filter((line) => line.startsWith('thread,joined,')).at(-1)).toBe('thread,joined,11,35,ns,1002,2')
    expect(lines.filter((line) => line.startsWith('thread,held,')).at(-1)).toBe('thread,held,11,35,B,8192,0')
  })

  it('can be stored where something takes no time or holds nothing', async () => {
    const run = await assemble([record('process', 2, 4096), record('thread', 2, 0), record('fibre', 0, 0)])
    // Nothing is put into proportion to 0.
    expect(run.ratios).toEqual([])
    expect(run.series.map(({ summary }) => summary?.median)).toEqual([0, 4096, 0, 0, -2, 0])
  })

  it('has the unit of what was not measured too', async () => {
    const outcome = { status: 'skipped', reason: 'no room' } as const
    const identities = ['joined', 'held'].map((part) => ({ id: 'thread', part, condition: {} }))
    const absent = await assemble([], {
      result: { ...NOTHING_MEASURED, unmeasured: identities.map((identity) => ({ identity, outcome })) },
    })
    expect(absent.series.map(({ part, unit, outcome: { status } }) => [part, unit, status])).toEqual([
      ['joined', 'ns', 'skipped'],
      ['held', 'B', 'skipped'],
    ])
    const cancelled = await assemble([], { result: null, planned: identities })
    expect(cancelled.series.map(({ unit, outcome }) => [unit, outcome.status])).toEqual([
      ['ns', 'cancelled'],
      ['B', 'cancelled'],
    ])
  })
})

describe('the kernel’s count of new tasks', () => {
  const ticks = (processes: number): NonNullable<Circumstances['ticks']['before']> => {
    const none = { user: 0, nice: 0, system: 0, idle: 0, iowait: 0, irq: 0, softirq: 0, steal: 0, total: 100 }
    return { ...none, processes }
  }
  const counted = async (recordings: Recording[]): Promise<Run['observations']> => {
    const run = await assemble(recordings, {}, { ticks: { before: ticks(100), after: ticks(140) } })
    return run.observations.filter(({ name }) => name === 'tasks-created')
  }

  it('stands beside ours where tasks were created', async () => {
    expect(await counted([record('fork', 2, 1, { created: 3 })])).toMatchObject([
      { facts: { recordedByTheLab: 36, countedByTheKernel: 40, kernelCountedAtLeastAsMany: true } },
    ])
    expect(await counted([record('fork', 2, 1, { created: 4 })])).toMatchObject([
      { facts: { recordedByTheLab: 48, kernelCountedAtLeastAsMany: false } },
    ])
  })

  it('says nothing where none were to be created', async () => {
    expect(await counted([record('switch', 2, 1, { switches: 3 })])).toEqual([])
  })
})

describe('a limit that a series met', () => {
  const stopped = { call: 'fork', errno: 'EAGAIN', message: 'no more' }
  const limited = (): Recording => {
    const recording = record('fork', 2, 1)
    recording.add({ values: { joined: [], held: [] }, overhead: {}, counts: {}, stopped })
    return recording
  }
  const own = (about: string): Gathered['warnings'] => [
    { kind: 'limit-reached', about, message: 'RLIMIT_NPROC was met.', advice: 'Raise it.' },
  ]
  const messages = async (warnings: Gathered['warnings'] = []): Promise<string[]> =>
    (await assemble([limited()], { warnings })).warnings
      .filter(({ kind }) => kind === 'limit-reached')
      .map(({ message }) => message)

  it('is told in the experiment’s own words where it has some, else in general ones', async () => {
    const [general, ...others] = await messages()
    expect(others).toEqual([])
    expect(general).toMatch(/fork stopped .* EAGAIN/)
    const { series } = await assemble([limited()])
    const [first] = series
    if (!first) throw new Error('no series')
    expect(await messages(own(seriesKey(first)))).toEqual(['RLIMIT_NPROC was met.'])
    expect(await messages(own('another'))).toEqual(['RLIMIT_NPROC was met.', general])
  })
})
