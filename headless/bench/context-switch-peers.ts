import { figure, lmbench, unixBench, type Ours, type Peer } from './peer.ts'

/** A round trip between two tasks is two handovers. */
const HANDOVERS = 2
const LOOPS = 20_000
/** hackbench's group: each of 20 senders writes to each of 20 receivers, so many times. */
const GROUP = 20 * 20
const GROUP_LOOPS = 200

/**
 * lmbench otherwise works out anew at each start how long a timing has to be (µs) and what an empty loop takes (ns), which
 * takes a minute where the machine is busy.
 */
const SETTLED = { ENOUGH: '50000', TIMING_O: '0', LOOP_O: '0' }

type Cores = Peer['cores']
type Described = Omit<Peer, 'cores'>

function ours(cores: Cores, series: string, more: Partial<Ours> & { ring?: number; kib?: number } = {}): Ours {
  const { ring = 2, kib = 0, ...rest } = more
  const placement = cores === 'one' ? 'one-core' : 'free'
  return {
    experiment: 'context-switch',
    options: { placement, ring, 'working-set-kib': kib, batch: 48 },
    series,
    part: 'handover',
    samples: 60,
    ...rest,
  }
}

const perfPipe = (cores: Cores, threaded: boolean): Described => ({
  name: `perf bench sched pipe${threaded ? ' -T' : ''}`,
  ours: ours(cores, threaded ? 'pipe-threads' : 'pipe-processes'),
  command: 'perf',
  options: ['bench', 'sched', 'pipe', '--loop', String(LOOPS), ...(threaded ? ['-T'] : [])],
  parse: figure(/([\d.]+)\s+usecs\/op/, (microseconds) => (microseconds * 1000) / HANDOVERS),
  differs: 'its operation is a round trip, halved here; the mean of all of them, start and end of the tasks included.',
})

const context1 = (cores: Cores): Described => ({
  name: 'UnixBench context1',
  ours: ours(cores, 'pipe-processes'),
  command: unixBench('context1'),
  options: ['1'],
  parse: figure(/COUNT\|(\d+)\|/, (count) => 1e9 / count / HANDOVERS),
  differs: 'its operation is a round trip by two pipes, halved here; a count over one second.',
})

const latCtx = (cores: Cores, processes: number, kib: number): Described => ({
  name: `lmbench lat_ctx -s ${kib} ${processes}`,
  ours: ours(cores, 'ring-processes', { ring: processes, kib, less: 'pipe-alone' }),
  command: lmbench('lat_ctx'),
  options: ['-N', '5', '-s', String(kib), String(processes)],
  environment: SETTLED,
  parse: figure(new RegExp(`^${processes} ([\\d.]+)`, 'm'), (microseconds) => microseconds * 1000),
  differs:
    'a ring of processes; it takes off what a write, a read and the sum over the memory cost one process alone, as is done with ours here.',
})

const hackbench = (cores: Cores, kind: '-P' | '-T'): Described => ({
  name: `hackbench ${kind} --pipe`,
  ours: ours(cores, kind === '-P' ? 'pipe-processes' : 'pipe-threads'),
  command: 'hackbench',
  options: [kind, '--pipe', '-g', '1', '-l', String(GROUP_LOOPS)],
  parse: figure(/Time:\s+([\d.]+)/, (seconds) => (seconds * 1e9) / (GROUP * GROUP_LOOPS)),
  differs:
    'its operation is one message of 100 bytes from one of 20 senders to one of 20 receivers; a switch may serve many messages, so this is no cost of a switch.',
})

const messaging = (cores: Cores): Described => ({
  name: 'perf bench sched messaging --pipe',
  ours: ours(cores, 'pipe-processes'),
  command: 'perf',
  options: ['bench', 'sched', 'messaging', '--pipe', '-g', '1', '-l', String(GROUP_LOOPS)],
  parse: figure(/Total time:\s+([\d.]+)/, (seconds) => (seconds * 1e9) / (GROUP * GROUP_LOOPS)),
  differs: 'the same idea as hackbench: one message in a crowd of 40 processes, whose start and end it includes.',
})

const stressSwitch = (cores: Cores): Described => ({
  name: 'stress-ng --switch',
  ours: ours(cores, 'pipe-processes'),
  command: 'stress-ng',
  options: ['--switch', '1', '--switch-ops', '100000', '--metrics-brief'],
  parse: figure(/([\d.]+) nanosecs per context switch/, (nanoseconds) => nanoseconds),
  differs: 'a parent writes and a child reads, one way only; its “context switch” is one write and what it sets off.',
})

const WHEREVER =
  ' Free, tasks that begin on one core tend to stay there, and those that begin on two as well: a cross-core wake-up beside a switch is another thing, not another cost.'

/** Pinned to one core, and free. */
export const contextSwitchPeers: readonly Peer[] = (['one', 'free'] as const).flatMap((cores) =>
  [
    perfPipe(cores, false),
    perfPipe(cores, true),
    context1(cores),
    ...[2, 8].flatMap((processes) => [0, 16, 64].map((kib) => latCtx(cores, processes, kib))),
    hackbench(cores, '-P'),
    hackbench(cores, '-T'),
    messaging(cores),
    stressSwitch(cores),
  ].map((described) => ({ ...described, cores, differs: `${described.differs}${cores === 'free' ? WHEREVER : ''}` })),
)
