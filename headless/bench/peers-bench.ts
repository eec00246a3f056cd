import { join } from 'node:path'
import { formatDuration, formatRatio, formatShare, threeDigits } from '../../contract/figures.ts'
import { locateProbes } from '../../lab/probes/locate.ts'
import { ratioInterval } from '../../lab/statistics/bootstrap.ts'
import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { OurProbes } from './our-probes.ts'
import type { Ours, Peer } from './peer.ts'
import { peers } from './peers.ts'
import { runTool } from './run-tool.ts'
import { say } from './say.ts'

/*
 * Our figures beside those of other tools: both on the same core or both free, alternating in one run, printed with their
 * ratio. Nothing is asserted; a reader judges.
 */

const ROUNDS = 10

interface Compared {
  peer: Peer
  /** That both are pinned to; null where both are free. */
  core: number | null
  ours: number[][]
  theirs: number[][]
}

/** One run of a peer, pinned to the core that ours is pinned to or free as ours is; null where it is missing or says something else. */
async function runPeer(peer: Peer, core: number | null, signal: AbortSignal): Promise<number | null> {
  const { command, options, environment = {}, parse } = peer
  const [program = '', ...given] =
    core === null ? [command, ...options] : ['taskset', '-c', String(core), command, ...options]
  const output = await runTool({ program, options: given, environment }, signal)
  return output === null ? null : parse(output)
}

function describe({ peer, core, ours, theirs }: Compared): string[] {
  const { ratio, interval } = ratioInterval(theirs, ours, { seed: 1 })
  const middle = (blocks: number[][]): string => formatDuration(median(sortSamples(blocks.flat())))
  const series = peer.ours.less === undefined ? peer.ours.series : `${peer.ours.series} less ${peer.ours.less}`
  return [
    `  ${peer.name}: ${middle(theirs)}; ours (${series}): ${middle(ours)}; theirs / ours ${formatRatio(ratio)} [${threeDigits(interval[0])}–${threeDigits(interval[1])}]`,
    `    ${core === null ? '' : `Core ${core}. `}It measures: ${peer.differs}`,
  ]
}

async function comparePeer(path: string, peer: Peer, signal: AbortSignal): Promise<void> {
  const probes = new OurProbes(path, signal)
  try {
    const core = await probes.coreOf(peer.ours)
    if ((await runPeer(peer, core, signal)) === null) {
      return say(`  ${peer.name}: not installed here, or it gave no figure`)
    }
    const compared: Compared = { peer, core, ours: [], theirs: [] }
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await probes.corrected(peer.ours)
      const theirs = await runPeer(peer, core, signal)
      if (theirs === null) continue
      compared.ours.push(ours)
      compared.theirs.push([theirs])
    }
    for (const line of describe(compared)) say(line)
  } finally {
    await probes.close()
  }
}

async function comparePeers(path: string, wanted: readonly Peer[], signal: AbortSignal): Promise<void> {
  let heading = ''
  for (const peer of wanted) {
    const where = peer.cores === 'one' ? 'both on one core' : 'both free'
    const next = `${peer.ours.experiment}: ${ROUNDS} rounds, ours and theirs in turn, ${where}`
    if (next !== heading) say(next)
    heading = next
    await comparePeer(path, peer, signal)
  }
}

/** What the harness adds to a sample, against the figure itself, for each series that is put beside another tool. */
async function reportHarness(path: string, wanted: readonly Peer[], signal: AbortSignal): Promise<void> {
  say('harness: its own share of one operation, already subtracted in every figure')
  const pinned = wanted.filter(({ cores, ours }) => cores === 'one' && ours.less === undefined)
  const series = new Map<string, Ours>(pinned.map(({ ours }) => [`${ours.experiment} ${ours.series}`, ours]))
  const probes = new OurProbes(path, signal)
  try {
    for (const [name, ours] of series) {
      const { values, overhead } = await probes.round(ours)
      const middle = median(sortSamples(values))
      say(`  ${name}: ${formatDuration(overhead)} of ${formatDuration(middle)}, ${formatShare(overhead / middle)}`)
    }
  } finally {
    await probes.close()
  }
}

function choosePeers(experiments: readonly string[]): readonly Peer[] {
  const known = [...new Set(peers.map(({ ours }) => ours.experiment))]
  const unknown = experiments.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    say(`No tool is put beside "${unknown}"; there are tools for ${known.join(', ')}.`)
    process.exitCode = 2
    return []
  }
  return experiments.length === 0 ? peers : peers.filter(({ ours }) => experiments.includes(ours.experiment))
}

/** The section *peers*. Names of experiments leave the others out. */
export async function benchPeers(experiments: readonly string[], signal: AbortSignal): Promise<void> {
  const wanted = choosePeers(experiments)
  if (wanted.length === 0) return
  const location = await locateProbes(join(import.meta.dirname, '..', '..', 'native-probes', 'out'))
  if (location.path === null) return say(`peers: not run, since ${location.reason}.`)
  await comparePeers(location.path, wanted, signal)
  await reportHarness(location.path, wanted, signal)
}
