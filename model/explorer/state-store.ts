import type { State } from './compiled-program.ts'

/** Words in a piece of the pool: pieces are added as states come, and never moved. */
const PIECE_WORDS = 1 << 18
/** 512 MiB of states. */
const MOST_WORDS = 1 << 27

/**
 * All states seen, each once, numbered from 0 in the order in which they came. A hash table of numbers finds them again
 * (open addressing, linear probing).
 */
export class StateStore {
  size = 0
  readonly #words: number
  readonly #most: number
  /** A piece holds a power of two of states, so that a state is found by shift and mask. */
  readonly #shift: number
  readonly #pieces: Int32Array[] = []
  #hashes = new Int32Array(1024)
  /** Numbers of states plus one; 0 where empty. */
  #table = new Int32Array(4096)

  /** @param words how long a state is @param most how many are kept at most */
  constructor(words: number, most: number) {
    this.#words = words
    this.#most = Math.min(most, Math.floor(MOST_WORDS / words))
    this.#shift = Math.max(0, Math.floor(Math.log2(PIECE_WORDS / words)))
  }

  /** The number of a state, which is added if it is new; −1 if it is new and there is no room. */
  add(state: State): number {
    const hash = hashOf(state, this.#words)
    const table = this.#table
    const mask = table.length - 1
    let slot = hash & mask
    for (let entry = table[slot] ?? 0; entry !== 0; entry = table[slot] ?? 0) {
      if (this.#hashes[entry - 1] === hash && this.#isAt(entry - 1, state)) return entry - 1
      slot = (slot + 1) & mask
    }
    if (this.size >= this.#most) return -1
    table[slot] = this.size + 1
    this.#append(state, hash)
    if (this.size * 2 > table.length) this.#growTable()
    return this.size - 1
  }

  /** Copies a state out. */
  read(number: number, into: State): void {
    const piece = this.#pieces[number >> this.#shift]
    if (piece === undefined) throw new Error(`there is no state ${String(number)}`)
    const from = (number & ((1 << this.#shift) - 1)) * this.#words
    for (let word = 0; word < this.#words; word++) into[word] = piece[from + word] ?? 0
  }

  #isAt(number: number, state: State): boolean {
    const piece = this.#pieces[number >> this.#shift]
    if (piece === undefined) return false
    const from = (number & ((1 << this.#shift) - 1)) * this.#words
    for (let word = 0; word < this.#words; word++) if (piece[from + word] !== state[word]) return false
    return true
  }

  #append(state: State, hash: number): void {
    const number = this.size++
    if (number === this.#hashes.length) this.#hashes = doubled(this.#hashes)
    this.#hashes[number] = hash
    const at = number >> this.#shift
    let piece = this.#pieces[at]
    if (piece === undefined) {
      piece = new Int32Array(this.#words << this.#shift)
      this.#pieces.push(piece)
    }
    piece.set(state, (number & ((1 << this.#shift) - 1)) * this.#words)
  }

  #growTable(): void {
    const table = new Int32Array(this.#table.length * 4)
    const mask = table.length - 1
    for (let number = 0; number < this.size; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = number + 1
    }
    this.#table = table
  }
}

/** A copy twice as long. */
export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2)
  longer.set(array)
  return longer
}

/** Mixes all words; the last lines spread what the low bits know over all bits (the finish of MurmurHash3). */
function hashOf(state: State, words: number): number {
  let hash = words
  for (let word = 0; word < words; word++) {
    hash = Math.imul(hash ^ (state[word] ?? 0), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
