import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParameterValue } from '../../../contract/run.ts'
import type { Series } from '../../../contract/series.ts'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { assembleSeries } from '../../runs/assemble.ts'
import type { ExperimentEvent, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { planMeasurement } from '../plan.ts'
import { contextSwitch } from './experiment.ts'

const THREADPROBE = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(THREADPROBE)

/** What the probes inherit, so that a test can find those that are left. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark)

interface Measured {
  events: ExperimentEvent[]
  result: ExperimentResult
}

async function measure(
  means: Means,
  series: string[],
  parameters: Record<string, ParameterValue>,
  more: { budgetSeconds?: number; onEvent?: (event: ExperimentEvent) => void; signal?: AbortSignal } = {},
): Promise<Measured> {
  const plan = planMeasurement([contextSwitch], means, { experiment: 'context-switch', series, parameters, seed: 1 })
  const { budgetSeconds = 1, signal = new AbortController().signal, onEvent } = more
  const events: ExperimentEvent[] = []
  const generator = contextSwitch.run({ ...plan, budgetSeconds, signal }, means)
  for (;;) {
    const next = await generator.next()
    if (next.done) return { events, result: next.value }
    events.push(next.value)
    onEvent?.(next.value)
  }
}

const seriesOf = ({ result }: Measured): Series[] =>
  result.recordings.map((recording) => assembleSeries(recording, { id: 'handover', unit: 'ns' }, 1))

describe('what is asked of it', () => {
  const twoCores = standInMeans({ allowedCores: () => [2, 5] })
  const plan = (parameters: Record<string, ParameterValue>, series?: string[]) =>
    planMeasurement([contextSwitch], twoCores, {
      experiment: 'context-switch',
      parameters,
      ...(series ? { series } : {}),
    })

  it('may name a core that is allowed, and no other', () => {
    expect(plan({ core: '5' }).parameters['core']).toBe(5)
    expect(() => plan({ core: 7 })).toThrow('Parameter core cannot be "7"; choose from auto, 2, 5.')
    const unknown = standInMeans()
    expect(() =>
      planMeasurement([contextSwitch], unknown, { experiment: 'context-switch', parameters: { core: 0 } }),
    ).toThrow('choose from auto.')
  })

  it('is refused where a series would not be measured at all', () => {
    expect(() => plan({ 'working-set-kib': [64] }, ['futex-threads', 'pipe-threads'])).toThrow(
      'futex-threads is measured without a working set only; add 0 to working-set-kib or leave the series out.',
    )
    expect(plan({ 'working-set-kib': [64] }, ['pipe-threads', 'ring-threads', 'pipe-alone']).series).toHaveLength(3)
  })
})

describe('where there is but one core', () => {
  it('skips the wake-ups with the reason, and nothing else', async () => {
    const means = standInMeans({ allowedCores: () => [0] })
    const { result } = await measure(means, ['pipe-threads'], { placement: ['one-core', 'other-core'] })
    const outcomes = result.unmeasured.map(({ identity, outcome }) => [identity.condition['handover'], outcome])
    expect(outcomes).toContainEqual([
      'wake-up',
      { status: 'skipped', reason: 'there is no second core that this program may run on' },
    ])
    expect(outcomes.filter(([handover]) => handover === 'switch')).not.toEqual([])
    for (const [handover, outcome] of outcomes) {
      if (handover === 'switch') expect(outcome).toMatchObject({ status: 'unsupported' })
    }
  })
})

describe.runIf(hasProbe)('with the probe', () => {
  const means = standInMeans({ probes: { path: THREADPROBE } })
  const parameters = { placement: ['one-core'], 'working-set-kib': [0, 64, 256], ring: [4] }

  it('measures, predicts beforehand and warns of missing counters once', async () => {
    const measured = await measure(
      means,
      ['pipe-threads', 'pipe-processes', 'ring-processes', 'pipe-alone'],
      parameters,
    )
    const series = seriesOf(measured)
    expect(series.map(({ id, outcome }) => [id, outcome.status])).toEqual([
      ...['pipe-threads', 'pipe-processes', 'pipe-threads', 'pipe-processes', 'pipe-threads', 'pipe-processes'].map(
        (id) => [id, 'measured'],
      ),
      ['ring-processes', 'measured'],
      ['pipe-alone', 'measured'],
    ])
    for (const { summary } of series) expect(summary?.median).toBeGreaterThan(0)
    const kinds = measured.events.map(({ type }) => type)
    const firstBlock = kinds.indexOf('block')
    expect(kinds.filter((kind) => kind === 'prediction')).toHaveLength(2)
    expect(kinds.lastIndexOf('prediction')).toBeLessThan(firstBlock)
    expect(kinds.filter((kind) => kind === 'warning').length).toBeLessThanOrEqual(1)
    const tags = measured.events.filter(
      (event) => event.type === 'observation' && event.observation.name === 'address-space-tags',
    )
    expect(tags).toHaveLength(1)
    expect(running()).toEqual([])
  })

  it('withholds the figure of a series whose partner was killed, and keeps the others', async () => {
    let looking = false
    let victims = 0
    const measured = await measure(
      means,
      ['pipe-processes', 'pipe-threads'],
      { ...parameters, 'working-set-kib': [0] },
      {
        budgetSeconds: 4,
        onEvent: (event) => {
          if (event.type !== 'block' || looking) return
          looking = true
          const timer = setInterval(() => {
            const [partner] = partners()
            if (partner === undefined) return
            clearInterval(timer)
            victims++
            process.kill(partner, 'SIGKILL')
          }, 1)
        },
      },
    )
    const [lost, kept] = ['pipe-processes', 'pipe-threads'].map((id) => seriesOf(measured).find((one) => one.id === id))
    expect(victims).toBe(1)
    expect(lost).toMatchObject({ summary: null, outcome: { status: 'failed' } })
    expect(lost?.outcome).toMatchObject({
      error: 'pipe-processes lost a task in the midst of a block: somebody sent signal 9.',
    })
    expect(kept?.outcome).toEqual({ status: 'measured' })
    expect(running()).toEqual([])
  })

  it('is over within a second of its end being asked for, and leaves nobody behind', async () => {
    const controller = new AbortController()
    let asked = 0
    const large = { ...parameters, 'working-set-kib': [0, 8192], ring: [12] }
    const series = ['pipe-processes', 'ring-processes']
    const { result } = await measure(means, series, large, {
      budgetSeconds: 20,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type !== 'block' || asked > 0) return
        asked = performance.now()
        controller.abort(new Error('enough'))
      },
    })
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(result.procedure.stopped).toBe('cancelled')
    await expect.poll(running, { timeout: 2000 }).toEqual([])
  })
})

/** Partners that a probe of this test has forked: processes whose parent is a probe. */
function partners(): number[] {
  const own = new Map(running().map((pid) => [pid, parentOf(pid)]))
  return [...own].flatMap(([pid, parent]) => (parent !== null && own.has(parent) ? [pid] : []))
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null // It ended meanwhile.
  }
}
