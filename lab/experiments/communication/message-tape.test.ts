import { describe, expect, it } from 'vitest'
import { countWrongBytes, MessageTape } from './message-tape.ts'

const tape = new MessageTape(1000, 7)

describe('a message', () => {
  it('is the same for the same seed and index, and another for another', () => {
    expect(Buffer.compare(new MessageTape(1000, 7).window(3, 1000), tape.window(3, 1000))).toBe(0)
    expect(countWrongBytes(tape.window(4, 1000), tape.window(3, 1000))).toBeGreaterThan(900)
    expect(countWrongBytes(new MessageTape(1000, 8).window(3, 1000), tape.window(3, 1000))).toBeGreaterThan(900)
  })

  it('is wrong for a single bit, a byte too few, and a byte too many', () => {
    const message = tape.window(3, 1000).slice()
    expect(countWrongBytes(message, tape.window(3, 1000))).toBe(0)
    expect(countWrongBytes(message.subarray(1), tape.window(3, 1000).subarray(1))).toBe(0)
    message[999] = (message[999] ?? 0) ^ 1
    expect(countWrongBytes(message, tape.window(3, 1000))).toBe(1)
    expect(countWrongBytes(tape.window(3, 999), tape.window(3, 1000))).toBe(1)
    expect(countWrongBytes(tape.window(3, 1000), tape.window(3, 999))).toBe(1)
  })

  it('of the largest size fits wherever its index puts it', () => {
    for (let index = 0; index < 5000; index++) expect(tape.window(index, 1000)).toHaveLength(1000)
  })
})
