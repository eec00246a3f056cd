import { setTimeout as sleep } from 'node:timers/promises'
import { formatCount, formatDuration, formatRatio, threeDigits } from '../../contract/figures.ts'
import { ratioInterval } from '../../lab/statistics/bootstrap.ts'
import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { seededRandom, shuffled } from '../../model/random.ts'
import { CrowdProgram } from './crowd.ts'
import { cpuOfRefresh, inspectorPeers } from './inspector-peers.ts'
import { cpuOfOurs, ourSamplers, SAMPLER } from './our-samplers.ts'
import { say } from './say.ts'

/** Fewer blocks cannot be resampled into an interval. */
const ROUNDS = 8
const SIZES = [100, 1_000, 10_000]
const ACTIVE = [0.01, 1]
/** After thousands of threads have ended, the run queue takes a while to drain. */
const DRAINING_MS = 3000

/** What is measured in each round: one of ours or another tool. */
interface Contestant {
  names: readonly string[]
  measure(pid: number, signal: AbortSignal): Promise<ReadonlyMap<string, number> | null>
}

const contestants: readonly Contestant[] = [
  ...ourSamplers.map((ours) => ({
    names: ours.figures.map(({ name }) => name),
    measure: (pid: number, signal: AbortSignal) => cpuOfOurs(ours, pid, signal),
  })),
  ...inspectorPeers.map((peer) => ({
    names: [peer.name],
    async measure(pid: number, signal: AbortSignal) {
      const cost = await cpuOfRefresh(peer, pid, signal)
      return cost === null ? null : new Map([[peer.name, cost]])
    },
  })),
]

/** The section *inspector*: CPU time of one refresh, ours and other tools in turn, of processes with many threads. */
export async function benchInspector(sizes: readonly string[], signal: AbortSignal): Promise<void> {
  const wanted = sizes.length === 0 ? SIZES : sizes.map(Number)
  if (wanted.some((size) => !Number.isInteger(size) || size < 2 || size > 30_000)) {
    say('Sizes are whole numbers of threads from 2 to 30000.')
    process.exitCode = 2
    return
  }
  const crowd = new CrowdProgram()
  try {
    if (!(await crowd.build(signal))) return say('inspector: not run, since there is no C compiler.')
    say(`inspector: CPU time of one refresh, ${ROUNDS} rounds, ours and the others in random order`)
    for (const { name, differs } of [...ourSamplers.flatMap(({ figures }) => figures), ...inspectorPeers])
      say(`  ${name}: ${differs}`)
    for (const threads of wanted)
      for (const share of ACTIVE) await compare(crowd, threads, Math.max(1, Math.round(threads * share)), signal)
  } finally {
    crowd.remove()
  }
}

async function compare(program: CrowdProgram, threads: number, active: number, signal: AbortSignal): Promise<void> {
  say(`${formatCount(threads)} threads, ${formatCount(active)} of them active`)
  const crowd = await program.start(threads, active)
  if (crowd === null) return say('  not run: the machine does not give so many threads')
  /** By name, a place for each round. */
  const costs = new Map<string, (number | null)[]>(contestants.flatMap(({ names }) => names.map((name) => [name, []])))
  const random = seededRandom(threads + active)
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const { names, measure } of shuffled(contestants, random)) {
        const measured = await measure(crowd.pid, signal)
        for (const name of names) costs.get(name)?.push(measured?.get(name) ?? null)
      }
    }
  } finally {
    await crowd.close()
  }
  const ours = costs.get(SAMPLER) ?? []
  for (const [name, cost] of costs) say(`  ${name}: ${told(cost)}${name === SAMPLER ? '' : besides(cost, ours)}`)
  await sleep(DRAINING_MS)
}

function told(costs: readonly (number | null)[]): string {
  const known = costs.filter((cost) => cost !== null)
  return known.length === 0 ? 'not installed here, or it gave no figure' : formatDuration(median(sortSamples(known)))
}

/** How many times ours theirs is, over the rounds in which both gave a figure. */
function besides(theirs: readonly (number | null)[], ours: readonly (number | null)[]): string {
  const pairs = theirs.flatMap((cost, round) => {
    const own = ours[round]
    return cost === null || own === null || own === undefined ? [] : [{ theirs: [cost], ours: [own] }]
  })
  if (pairs.length === 0) return ''
  const { ratio, interval } = ratioInterval(
    pairs.map((pair) => pair.theirs),
    pairs.map((pair) => pair.ours),
    { seed: 1 },
  )
  return `, ${formatRatio(ratio)} the sampler [${threeDigits(interval[0])}–${threeDigits(interval[1])}]`
}
