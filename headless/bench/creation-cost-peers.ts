import { figure, lmbench, unixBench, type Ours, type Peer } from './peer.ts'

/** stress-ng's column of operations a second of real time. */
const stressRate = (stressor: string): Peer['parse'] =>
  figure(new RegExp(`\\b${stressor}\\s+\\d+\\s+[\\d.]+\\s+[\\d.]+\\s+[\\d.]+\\s+([\\d.]+)`), (rate) => 1e9 / rate)

const stress = (stressor: string, operations: number): readonly string[] => [
  `--${stressor}`,
  '1',
  `--${stressor}-ops`,
  String(operations),
  '--metrics-brief',
]

const ours = (series: string): Ours => ({
  experiment: 'creation-cost',
  options: { creates: series === 'pthread' ? 'threads' : 'processes' },
  series,
  part: 'joined',
  samples: 200,
})

export const creationCostPeers: readonly Peer[] = [
  {
    name: 'perf bench syscall fork',
    ours: ours('fork'),
    cores: 'one',
    command: 'perf',
    options: ['bench', 'syscall', 'fork', '--loop', '2000'],
    parse: figure(/([\d.]+)\s+usecs\/op/, (microseconds) => microseconds * 1000),
    differs: 'fork, exit and waitpid from the perf process, whose memory is larger than a bare probe’s.',
  },
  {
    name: 'stress-ng --fork',
    ours: ours('fork'),
    cores: 'one',
    command: 'stress-ng',
    options: stress('fork', 1500),
    parse: stressRate('fork'),
    differs:
      'a larger parent with handlers, shared mappings and memory accounting in each child; start and end of stress-ng count too.',
  },
  {
    name: 'stress-ng --vfork',
    ours: ours('vfork'),
    cores: 'one',
    command: 'stress-ng',
    options: stress('vfork', 10_000),
    parse: stressRate('vfork'),
    differs: 'the same operation inside its own loop of accounting.',
  },
  {
    name: 'stress-ng --pthread',
    ours: ours('pthread'),
    cores: 'one',
    command: 'stress-ng',
    options: [...stress('pthread', 5000), '--pthread-max', '1'],
    parse: stressRate('pthread'),
    differs: 'each thread takes locks, reads its ids, sets its own stack and waits to be told to end.',
  },
  {
    name: 'lmbench lat_proc fork',
    ours: ours('fork'),
    cores: 'one',
    command: lmbench('lat_proc'),
    options: ['-N', '3', 'fork'],
    parse: figure(/fork\+exit:\s+([\d.]+)/, (microseconds) => microseconds * 1000),
    differs: 'fork, exit and wait from a dynamic program; the best of several batches rather than a median.',
  },
  {
    name: 'UnixBench spawn',
    ours: ours('fork'),
    cores: 'one',
    command: unixBench('spawn'),
    options: ['2'],
    parse: figure(/COUNT\|(\d+)\|/, (count) => 2e9 / count),
    differs: 'fork, exit and wait in a small C program, as a count over two seconds.',
  },
]
