import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** One of our series, as a probe is asked for it. */
export interface Ours {
  /** The subcommand of `threadprobe`, and its options. */
  experiment: string
  options: Readonly<Record<string, string | number>>
  series: string
  /** The part that spans the whole operation. */
  part: string
  /** Samples a round. */
  samples: number
  /** A series whose figure is taken off, where the other tool takes it off too. */
  less?: string
}

/** Another tool that measures something near one of our series. */
export interface Peer {
  name: string
  /** Our series that comes nearest. */
  ours: Ours
  /** Whether both are pinned to one core, the same one, or go where the scheduler puts them. */
  cores: 'one' | 'free'
  command: string
  options: readonly string[]
  /** Settings that the tool takes from its environment. */
  environment?: Readonly<Record<string, string>>
  /** Nanoseconds an operation from what the tool printed, or null if it printed something else. */
  parse(output: string): number | null
  /** What it measures that ours does not, in one sentence. */
  differs: string
}

/** The first figure that a pattern finds, as nanoseconds. */
export function figure(pattern: RegExp, toNs: (value: number) => number): Peer['parse'] {
  return (output) => {
    const value = Number(pattern.exec(output)?.[1])
    return Number.isFinite(value) && value > 0 ? toNs(value) : null
  }
}

/** Where a tool without a package of its own may have been unpacked. */
const firstExisting = (paths: readonly string[]): string => paths.find((path) => existsSync(path)) ?? paths[0] ?? ''

export const lmbench = (program: string): string =>
  firstExisting([`/usr/lib/lmbench/bin/${program}`, join(homedir(), 'lmbench/bin', program)])

export const unixBench = (program: string): string =>
  firstExisting([`/usr/lib/unixbench/pgms/${program}`, join(homedir(), 'byte-unixbench/UnixBench/pgms', program)])
