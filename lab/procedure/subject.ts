import type { Condition } from '../../contract/series.ts'

/** What one block of operations gave. Samples are raw: the overhead is subtracted when they are summarised. */
export interface Block {
  /** What one operation came to, for each part in its unit; all parts have the same length. */
  values: Record<string, number[]>
  /** What the harness alone costs an operation, for each part, in its unit. */
  overhead: Record<string, number>
  /** What the kernel and the probe counted during the block. */
  counts: Record<string, number>
  /** Why the block is shorter than asked for: a limit of the machine, by name. */
  stopped?: { call: string; errno: string; message: string } | undefined
}

/** What samples are of: one series under one condition. */
export interface Measured {
  readonly id: string
  readonly condition: Condition
  /** The parts of one operation; `whole` is the one that spans it all. */
  readonly parts: readonly string[]
  readonly whole: string
  /** Operations measured together as one sample. */
  readonly batch: number
  /** Samples a block; without it a block is sized by how long `whole` takes, which must then be a time. */
  readonly blockSize?: number
  /** Of the clock that times it, in nanoseconds. */
  readonly clockResolutionNs: number
}

/** Something that can be measured in blocks. */
export interface Subject extends Measured {
  /** Takes `count` samples, of `batch` operations each. */
  runBlock(count: number, signal: AbortSignal): Promise<Block>
}
