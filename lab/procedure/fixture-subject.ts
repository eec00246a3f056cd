import type { Block, Subject } from './subject.ts'

/** A block of these values, all of one part. */
export function blockOf(values: readonly number[], more: Partial<Block> = {}): Block {
  return { values: { joined: [...values] }, overhead: { joined: 0 }, counts: { created: values.length }, ...more }
}

/** A subject for tests that measures nothing: `answer` gives its blocks, the first of which are its warm-up. */
export function standInSubject(id: string, answer: (count: number, call: number) => Block | Promise<Block>): Subject {
  let calls = 0
  return {
    id,
    condition: {},
    parts: ['joined'],
    whole: 'joined',
    batch: 1,
    clockResolutionNs: 1,
    runBlock: async (count) => answer(count, calls++),
  }
}
