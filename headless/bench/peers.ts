import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Another tool that measures something near one of our series. */
export interface Peer {
  name: string
  /** Our series that comes nearest. */
  series: string
  command: string
  options: readonly string[]
  /** Nanoseconds an operation from what the tool printed, or null if it printed something else. */
  parse(output: string): number | null
  /** What it measures that ours does not, in one sentence. */
  differs: string
}

/** The first figure that a pattern finds, times a factor. */
function figure(pattern: RegExp, toNs: (value: number) => number): Peer['parse'] {
  return (output) => {
    const value = Number(pattern.exec(output)?.[1])
    return Number.isFinite(value) && value > 0 ? toNs(value) : null
  }
}

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

/** Where a tool without a package of its own may have been unpacked. */
const firstExisting = (paths: readonly string[]): string => paths.find((path) => existsSync(path)) ?? paths[0] ?? ''

export const peers: readonly Peer[] = [
  {
    name: 'perf bench syscall fork',
    series: 'fork',
    command: 'perf',
    options: ['bench', 'syscall', 'fork', '--loop', '2000'],
    parse: figure(/([\d.]+)\s+usecs\/op/, (microseconds) => microseconds * 1000),
    differs: 'fork, exit and waitpid from the perf process, whose memory is larger than a bare probe’s.',
  },
  {
    name: 'stress-ng --fork',
    series: 'fork',
    command: 'stress-ng',
    options: stress('fork', 1500),
    parse: stressRate('fork'),
    differs:
      'a larger parent with handlers, shared mappings and memory accounting in each child; start and end of stress-ng count too.',
  },
  {
    name: 'stress-ng --vfork',
    series: 'vfork',
    command: 'stress-ng',
    options: stress('vfork', 10_000),
    parse: stressRate('vfork'),
    differs: 'the same operation inside its own loop of accounting.',
  },
  {
    name: 'stress-ng --pthread',
    series: 'pthread',
    command: 'stress-ng',
    options: [...stress('pthread', 5000), '--pthread-max', '1'],
    parse: stressRate('pthread'),
    differs: 'each thread takes locks, reads its ids, sets its own stack and waits to be told to end.',
  },
  {
    name: 'lmbench lat_proc fork',
    series: 'fork',
    command: firstExisting(['/usr/lib/lmbench/bin/lat_proc', join(homedir(), 'lmbench/bin/lat_proc')]),
    options: ['-N', '3', 'fork'],
    parse: figure(/fork\+exit:\s+([\d.]+)/, (microseconds) => microseconds * 1000),
    differs: 'fork, exit and wait from a dynamic program; the best of several batches rather than a median.',
  },
  {
    name: 'UnixBench spawn',
    series: 'fork',
    command: firstExisting(['/usr/lib/unixbench/pgms/spawn', join(homedir(), 'byte-unixbench/UnixBench/pgms/spawn')]),
    options: ['2'],
    parse: figure(/COUNT\|(\d+)\|/, (count) => 2e9 / count),
    differs: 'fork, exit and wait in a small C program, as a count over two seconds.',
  },
]
