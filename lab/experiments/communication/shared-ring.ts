/** One direction of a channel in shared memory: places for whole messages, and what is said about them. */
export interface RingMemory {
  /** Four counters, each on a cache line of its own: given, taker sleeps, taken, giver sleeps. */
  words: Int32Array<SharedArrayBuffer>
  places: Uint8Array<SharedArrayBuffer>
  bytes: number
  capacity: number
}

/** One side's end of it. */
export interface RingEnd {
  /** Both return false where the other side did not move within the patience. */
  give(message: Uint8Array): boolean
  take(into: Uint8Array): boolean
}

const WORDS = 128

export function createRing(bytes: number, capacity: number): RingMemory {
  const words = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  // Touched, so that the first messages take no page faults.
  const places = new Uint8Array(new SharedArrayBuffer(bytes * capacity)).fill(0)
  return { words, places, bytes, capacity }
}

/**
 * An end of a ring, as the native probes have it: who finds no message, or no room, sleeps at once; who changes that
 * wakes him only if he said that he sleeps. What is slept on is that saying, so that no wake-up is lost.
 *
 * Runs in the other side's program too, where its text is evaluated: it uses nothing but its arguments and what Node has
 * everywhere.
 */
export function openRingEnd({ words, places, bytes, capacity }: RingMemory, patienceMs: number): RingEnd {
  const [GIVEN, TAKER_SLEEPS, TAKEN, GIVER_SLEEPS] = [0, 32, 64, 96]
  let done = 0
  const place = (): Uint8Array => places.subarray((done % capacity) * bytes, (done % capacity) * bytes + bytes)
  const sleepWhile = (word: number, hindrance: number, sleeps: number): boolean => {
    let moved = Atomics.load(words, word) !== hindrance
    while (!moved) {
      Atomics.store(words, sleeps, 1)
      moved = Atomics.load(words, word) !== hindrance
      if (!moved && Atomics.wait(words, sleeps, 1, patienceMs) === 'timed-out') break
    }
    Atomics.store(words, sleeps, 0)
    return moved
  }
  const goOn = (word: number, sleeps: number): void => {
    done += 1
    Atomics.store(words, word, done)
    if (Atomics.load(words, sleeps) === 1 && Atomics.exchange(words, sleeps, 0) === 1) Atomics.notify(words, sleeps, 1)
  }
  return {
    give(message) {
      if (!sleepWhile(TAKEN, done - capacity, GIVER_SLEEPS)) return false
      place().set(message)
      goOn(GIVEN, TAKER_SLEEPS)
      return true
    },
    take(into) {
      if (!sleepWhile(GIVEN, done, TAKER_SLEEPS)) return false
      into.set(place())
      goOn(TAKEN, GIVER_SLEEPS)
      return true
    },
  }
}
