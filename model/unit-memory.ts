import { costAt, type Line } from './line.ts'

/**
 * The simulated memory of N idle processes or threads: a part that is there once, and what each of them adds (touched
 * stack or copied pages, page tables, kernel stack). SIMULATED, in bytes.
 */
export function memoryOfUnits(line: Line, units: number): number {
  return costAt(line, units)
}

/**
 * What the article on threads that the lab follows says: 100,000 connections with a kernel thread each would need 200 GB.
 * That is 2 MB of stack for each, its lower figure for a thread's stack, counted as if every byte of it were touched.
 */
export const ARTICLE = { units: 100_000, bytes: 200e9, stackBytes: 2e6 } as const
