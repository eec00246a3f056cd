import { seededRandom } from '../../../model/random.ts'

/** A prime: the windows of successive messages lie far from each other. */
const SPARE = 65_521

/**
 * What messages contain: a window of a long random text that follows from a seed, its place given by the message's index.
 * A message that is old, cut or shifted differs from what it has to be.
 */
export class MessageTape {
  /** In shared memory, so that a Worker compares with the same text. */
  readonly text: Uint8Array<SharedArrayBuffer>

  constructor(greatestMessage: number, seed: number) {
    const random = seededRandom(seed)
    const words = new Uint32Array(new SharedArrayBuffer(Math.ceil((greatestMessage + SPARE) / 4) * 4))
    for (let i = 0; i < words.length; i++) words[i] = Math.floor(random() * 2 ** 32)
    this.text = new Uint8Array(words.buffer)
  }

  /** The message of this index. */
  window(index: number, bytes: number): Uint8Array {
    const start = windowStart(index, SPARE)
    return this.text.subarray(start, start + bytes)
  }

  get spare(): number {
    return SPARE
  }
}

/*
 * The two functions below also run in the other side's program, where their text is evaluated: they may use nothing but
 * their arguments and what Node has everywhere.
 */

/** Where the message of this index lies on a tape. */
export function windowStart(index: number, spare: number): number {
  return (Math.imul(index, 2_654_435_761) >>> 0) % spare
}

/** How many bytes of a received message are not those that it has to have; missing and surplus ones count. */
export function countWrongBytes(received: Uint8Array, expected: Uint8Array): number {
  if (Buffer.compare(received, expected) === 0) return 0
  const length = Math.max(received.length, expected.length)
  let wrong = 0
  for (let i = 0; i < length; i++) if (received[i] !== expected[i]) wrong += 1
  return wrong
}
