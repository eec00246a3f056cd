/** A source of uniform numbers in [0, 1). */
export type Random = () => number

/**
 * Answers the same sequence of uniform numbers for the same seed, on every machine: shuffles and
 * resampling can be repeated from the seed that a run stores. Not for secrets.
 *
 * xoshiro128** by Blackman and Vigna (Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47(4), 2021),
 * its state filled by splitmix32 so that neighbouring seeds give unrelated sequences.
 *
 * @param seed the low 32 bits of its integer part count
 */
export function seededRandom(seed: number): Random {
  const next = splitmix32(seed)
  const word = xoshiro128StarStar([next(), next(), next(), next()])
  return () => word() / 2 ** 32
}

/**
 * The generator itself, in words: unsigned 32-bit integers.
 *
 * @param state four 32-bit words, not all zero
 */
export function xoshiro128StarStar(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return word
  }
}

/** A copy in random order, every order equally likely (Fisher–Yates; Knuth, TAOCP 2, algorithm 3.4.2 P). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items]
  for (let end = order.length - 1; end > 0; end--) {
    const chosen = Math.floor(random() * (end + 1))
    // A swap by slices: unlike indexing, it makes no claim that a T is there.
    const last = order.slice(end, end + 1)
    order.splice(end, 1, ...order.splice(chosen, 1, ...last))
  }
  return order
}

/**
 * Weyl sequence and finaliser after Steele, Lea and Flood (Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014), in 32 bits with the multipliers that Wellons found by search (hash-prospector).
 */
function splitmix32(seed: number): () => number {
  let counter = seed | 0
  return () => {
    counter = (counter + 0x9e3779b9) | 0
    let mixed = counter ^ (counter >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
