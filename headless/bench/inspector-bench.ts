import { formatCount, formatDuration, formatRatio, threeDigits } from '../../contract/figures.ts'
import { ratioInterval } from '../../lab/statistics/bootstrap.ts'
import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { CrowdProgram } from './crowd.ts'
import { cpuOfRefresh, inspectorPeers } from './inspector-peers.ts'
import { cpuOfOurs, OURS } from './our-samplers.ts'
import { say } from './say.ts'

const ROUNDS = 5
const SIZES = [100, 1_000, 10_000]
const ACTIVE = [0.01, 1]

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
    say(`inspector: CPU time of one refresh, ${ROUNDS} rounds, ours and the others in turn`)
    for (const { name, differs } of [...OURS, ...inspectorPeers]) say(`  ${name}: ${differs}`)
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
  const costs = new Map<string, number[]>()
  const note = (name: string, cost: number | null): void => {
    if (cost !== null) costs.set(name, [...(costs.get(name) ?? []), cost])
  }
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const ours of OURS) note(ours.name, await cpuOfOurs(ours, crowd.pid, signal))
      for (const peer of inspectorPeers) note(peer.name, await cpuOfRefresh(peer, crowd.pid, signal))
    }
  } finally {
    crowd.close()
  }
  const first = costs.get(OURS[0].name) ?? []
  for (const { name } of [...OURS, ...inspectorPeers]) {
    const cost = costs.get(name)
    if (cost === undefined) say(`  ${name}: not installed here, or it gave no figure`)
    else
      say(`  ${name}: ${formatDuration(median(sortSamples(cost)))}${name === OURS[0].name ? '' : besides(cost, first)}`)
  }
}

function besides(theirs: readonly number[], ours: readonly number[]): string {
  const blocks = (values: readonly number[]): number[][] => values.map((value) => [value])
  const { ratio, interval } = ratioInterval(blocks(theirs), blocks(ours), { seed: 1 })
  return `, ${formatRatio(ratio)} ours [${threeDigits(interval[0])}–${threeDigits(interval[1])}]`
}
