import type { ProbeSamples } from '../../../contract/probe.ts'
import { ProbeFailure, type Probe } from '../../probes/probe.ts'
import type { Together } from '../../procedure/repeat-together.ts'
import type { Block, Measured } from '../../procedure/subject.ts'
import { contradiction } from './evidence.ts'
import type { Contest } from './parameters.ts'
import { contestants, PART_IDS, THREADS, threadSeries, WHOLE_NS, type PartId } from './series.ts'

/** Where a count of a thread comes from: figures of the probe, by the names that they have as evidence. */
const COUNTED = {
  cpuNs: 'cpu',
  accountedNs: 'counted',
  seenNs: 'seen',
  delayNs: 'delay',
  turns: 'turns',
} as const

const NICE_ADVICE =
  'A nice value below 0 takes a privilege (CAP_SYS_NICE, or ulimit -e); raise all nice values by as much instead: shares follow their differences.'

/** Lets the threads contest the core: one repetition gives a block for each of them. */
export class Repetitions implements Together {
  readonly subjects: readonly Measured[]
  readonly #probe: Probe
  readonly #contest: Contest
  readonly #core: number
  readonly #parts: readonly PartId[]

  constructor(probe: Probe, contest: Contest, core: number, hasDelay: boolean) {
    this.#probe = probe
    this.#contest = contest
    this.#core = core
    this.#parts = PART_IDS.filter((part) => part !== 'delay' || hasDelay)
    this.subjects = contestants(contest.nice).map((thread) => ({
      id: THREADS,
      condition: threadSeries(thread, 'cpu').condition,
      parts: this.#parts,
      whole: 'cpu',
      batch: 1,
      clockResolutionNs: probe.hello.clock.resolutionNs,
    }))
  }

  async repeat(): Promise<readonly Block[]> {
    return this.#blocks(await runContest(this.#probe, THREADS, this.#contest, this.#core))
  }

  #blocks({ values }: ProbeSamples): Block[] {
    const { cpu = [], turns = [], delay = [] } = values
    const all = cpu.reduce((sum, own) => sum + own, 0)
    return cpu.map((own, i): Block => {
      const figures: Record<PartId, number[]> = {
        cpu: [own],
        share: [(own / all) * WHOLE_NS],
        delay: [delay[i] ?? 0],
        // A short period may be over before a thread’s first turn.
        turn: (turns[i] ?? 0) > 0 ? [own / (turns[i] ?? 1)] : [],
      }
      const known = Object.entries(COUNTED).flatMap(([name, figure]): [string, number][] => {
        const value = values[figure]?.[i]
        return value === undefined ? [] : [[name, value]]
      })
      return {
        values: Object.fromEntries(this.#parts.map((part) => [part, figures[part]])),
        overhead: {},
        counts: { repetitions: 1, ...Object.fromEntries(known) },
      }
    })
  }
}

/** One repetition. Throws ProbeFailure where the kernel refuses a nice value, or the evidence contradicts the figures. */
export async function runContest(
  probe: Probe,
  series: 'threads' | 'recorded',
  contest: Contest,
  core: number,
): Promise<ProbeSamples> {
  const samples = await probe.block(series, 1)
  const { stopped, values } = samples
  if (stopped) {
    const advice = stopped.call === 'setpriority' ? NICE_ADVICE : 'Close other programs, and run it again.'
    throw new ProbeFailure(`${stopped.call} failed with ${stopped.errno} (${stopped.message}).`, advice)
  }
  const short = ['cpu', 'turns'].find((name) => values[name]?.length !== contest.nice.length)
  const reason =
    short === undefined
      ? contradiction(samples, contest, core)
      : `gave ${values[short]?.length ?? 0} figures of ${short} for ${contest.nice.length} threads`
  if (reason === null) return samples
  throw new ProbeFailure(`The contest ${reason}.`, 'Its figures are withheld; run it again.')
}
