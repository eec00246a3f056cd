import type { Condition } from '../../contract/series.ts'

/** What one block of operations gave. Samples are raw: the overhead is subtracted when they are summarised. */
export interface Block {
  /** Nanoseconds, for each part; all parts have the same length. */
  values: Record<string, number[]>
  /** What the harness alone costs, for each part, in nanoseconds. */
  overhead: Record<string, number>
  /** What the kernel and the probe counted during the block. */
  counts: Record<string, number>
  /** Why the block is shorter than asked for: a limit of the machine, by name. */
  stopped?: { call: string; errno: string; message: string } | undefined
}

/** Something that can be measured in blocks: one series under one condition. */
export interface Subject {
  readonly id: string
  readonly condition: Condition
  /** The parts of one operation; `whole` is the one that spans it all. */
  readonly parts: readonly string[]
  readonly whole: string
  /** Operations timed together as one sample. */
  readonly batch: number
  /** Of the clock that times it, in nanoseconds. */
  readonly clockResolutionNs: number
  runBlock(count: number, signal: AbortSignal): Promise<Block>
}
