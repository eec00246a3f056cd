import { describe, expect, it } from 'vitest'
import { sentenceOf } from './sentence.ts'

describe('sentenceOf', () => {
  it('gives the sentence of the lab as it is', () => {
    const sentence = 'A measurement is running; cancel it or wait until it is done.'
    expect(sentenceOf(new Error(sentence))).toBe(sentence)
  })

  it('makes a sentence of a message without an end', () => {
    expect(sentenceOf(new Error('no such run'))).toBe('no such run.')
  })

  it('does not show what is meant for programmers', () => {
    expect(sentenceOf(new Error('Internal server error'))).toMatch(/^The lab failed/)
    expect(sentenceOf(new DOMException('signal is aborted', 'AbortError'))).toMatch(/^The connection/)
    expect(sentenceOf(new Error('[AsyncIdQueue] Queue[1] was closed'))).toMatch(/^The connection/)
  })
})
