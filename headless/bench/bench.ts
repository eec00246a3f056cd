import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatDuration, formatRatio, formatShare, threeDigits } from '../../contract/figures.ts'
import { machineInTwoLines } from '../../lab/machine/describe.ts'
import { readMachineCard } from '../../lab/machine/card.ts'
import { locateProbes } from '../../lab/probes/locate.ts'
import { Probe } from '../../lab/probes/probe.ts'
import { ratioInterval } from '../../lab/statistics/bootstrap.ts'
import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { peers, type Peer } from './peers.ts'

/*
 * Our figures beside those of other tools: both on the same core, alternating in one run, printed with their ratio. Nothing is
 * asserted; a reader judges.
 */

const ROUNDS = 10
const OPERATIONS = 200
const PATIENCE_MS = 60_000
const run = promisify(execFile)

interface Compared {
  peer: Peer
  ours: number[][]
  theirs: number[][]
}

const say = (line = ''): void => void process.stdout.write(`${line}\n`)

/** One run of a peer, pinned to the core that ours is pinned to; null where it is missing or says something else. */
async function runPeer({ command, options, parse }: Peer, core: number): Promise<number | null> {
  try {
    const { stdout, stderr } = await run('taskset', ['-c', String(core), command, ...options], { timeout: PATIENCE_MS })
    return parse(`${stdout}\n${stderr}`)
  } catch {
    return null
  }
}

function describe({ peer, ours, theirs }: Compared): string[] {
  const { ratio, interval } = ratioInterval(theirs, ours, { seed: 1 })
  const middle = (blocks: number[][]): string => formatDuration(median(sortSamples(blocks.flat())))
  return [
    `  ${peer.name}: ${middle(theirs)}; ours (${peer.series}): ${middle(ours)}; theirs / ours ${formatRatio(ratio)} [${threeDigits(interval[0])}–${threeDigits(interval[1])}]`,
    `    It measures: ${peer.differs}`,
  ]
}

async function comparePeers(path: string, signal: AbortSignal): Promise<void> {
  const open = (creates: string): Promise<Probe> =>
    Probe.open({ path, experiment: 'creation-cost', options: { creates }, signal })
  const processes = await open('processes')
  const threads = await open('threads')
  const core = processes.hello.core ?? 0
  const joined = async (series: string): Promise<{ values: number[]; overhead: number }> => {
    const { values, overhead } = await (series.includes('thread') ? threads : processes).block(series, OPERATIONS)
    return { values: values['joined'] ?? [], overhead: overhead['joined'] ?? 0 }
  }
  try {
    say(`peers: ${ROUNDS} rounds, ours and theirs in turn, on core ${core}`)
    for (const peer of peers) {
      if ((await runPeer(peer, core)) === null) {
        say(`  ${peer.name}: not installed here, or this version does not have it`)
        continue
      }
      const compared: Compared = { peer, ours: [], theirs: [] }
      for (let round = 0; round < ROUNDS; round++) {
        const { values, overhead } = await joined(peer.series)
        const theirs = await runPeer(peer, core)
        if (theirs === null) continue
        compared.ours.push(values.map((value) => value - overhead))
        compared.theirs.push([theirs])
      }
      for (const line of describe(compared)) say(line)
    }
    await reportHarness(joined)
  } finally {
    await processes.close()
    await threads.close()
  }
}

/** What the harness adds to a sample, against the smallest median there is. */
async function reportHarness(
  joined: (series: string) => Promise<{ values: number[]; overhead: number }>,
): Promise<void> {
  say('harness: its own share of one sample, already subtracted in every figure')
  for (const series of ['clone-thread', 'pthread', 'vfork', 'fork']) {
    const { values, overhead } = await joined(series)
    const middle = median(sortSamples(values))
    say(`  ${series}: ${formatDuration(overhead)} of ${formatDuration(middle)}, ${formatShare(overhead / middle)}`)
  }
}

async function main(): Promise<void> {
  for (const line of machineInTwoLines(await readMachineCard())) say(line)
  const location = await locateProbes(join(import.meta.dirname, '..', '..', 'native-probes', 'out'))
  if (location.path === null) return say(`peers: not run, since ${location.reason}.`)
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  await comparePeers(location.path, controller.signal)
}

await main()
