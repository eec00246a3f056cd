import { isTimeUnit, nanoseconds, TIME_UNITS } from './duration.ts'
import type { Token } from './workload-tokens.ts'
import { LONGEST_NAME } from './workload-tokens.ts'
import type { Name, Place } from './workload-tree.ts'
import type { WorkloadError } from './workload.ts'

/** The longest time that a workload may name, in nanoseconds: a day. */
const LONGEST = 86_400e9

/**
 * Reads tokens one after another and notes what is wrong with them. What cannot be read is null, after an error that says
 * what was found and what was expected.
 */
export class WorkloadCursor {
  readonly errors: WorkloadError[]
  readonly #tokens: readonly Token[]
  readonly #end: Token
  #at = 0
  /** Whether it is known already that the text ends too early. */
  #endIsTold = false

  /** @param errors are added to */
  constructor(tokens: readonly Token[], errors: WorkloadError[]) {
    this.#tokens = tokens
    this.errors = errors
    this.#end = tokens.at(-1) ?? { kind: 'end', text: '', line: 1, column: 1 }
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? this.#end
  }

  take(): Token {
    const token = this.next
    this.#at += 1
    return token
  }

  /** Takes the next token if it is this word or mark. */
  takeIf(text: string): boolean {
    const { kind } = this.next
    if (this.next.text !== text || (kind !== 'word' && kind !== 'mark')) return false
    this.#at += 1
    return true
  }

  /** Whether nothing more of a body in braces comes: it is closed here, or the text ends. */
  isAtClose(): boolean {
    return this.next.kind === 'end' || this.next.text === '}'
  }

  skipBreaks(): void {
    while (this.next.kind === 'break') this.#at += 1
  }

  fail(place: Place, message: string): null {
    this.errors.push({ line: place.line, column: place.column, message })
    return null
  }

  /** Says that the next token is not what had to stand there; of the end of the text once, whatever else is missing there. */
  failExpecting(what: string): null {
    if (this.next.kind === 'end') {
      if (this.#endIsTold) return null
      this.#endIsTold = true
    }
    return this.fail(this.next, `Expected ${what}, and found ${describeToken(this.next)}.`)
  }

  /**
   * Goes on after a mistake: to the end of the operation, over whatever is in braces. Where those are open at the end of
   * the text, what is missing there is a consequence of the mistake.
   */
  skipOperation(): void {
    let depth = 0
    while (this.next.kind !== 'end') {
      const { kind, text } = this.next
      if (depth === 0 && (kind === 'break' || text === '}')) return
      if (text === '{') depth += 1
      if (text === '}') depth -= 1
      this.#at += 1
    }
    if (depth > 0) this.#endIsTold = true
  }

  /** To the brace that opens the body, or to the end of the one that surrounds it. */
  skipTo(opening: '{'): void {
    while (this.next.kind !== 'end' && this.next.text !== opening && this.next.text !== '}') this.#at += 1
  }

  name(what: string): Name | null {
    if (this.next.kind !== 'word') return this.failExpecting(what)
    const { text, line, column } = this.take()
    if (text.length > LONGEST_NAME)
      return this.fail({ line, column }, `A name may have ${LONGEST_NAME} characters; this one has ${text.length}.`)
    return { text, line, column }
  }

  integer(what: string, least: number, greatest: number): number | null {
    const bounds = `${least.toLocaleString('en-GB')} to ${greatest.toLocaleString('en-GB')}`
    if (this.next.kind !== 'number') return this.failExpecting(`${what}, from ${bounds}`)
    const token = this.take()
    const value = Number(token.text)
    if (Number.isInteger(value) && value >= least && value <= greatest) return value
    return this.fail(token, `Expected ${what}, a whole number from ${bounds}, and found ${shorten(token.text)}.`)
  }

  /** A time with its unit, in nanoseconds. */
  duration(what: string, least: 0 | 1): number | null {
    if (this.next.kind !== 'number') return this.failExpecting(`${what} as a number with ${TIME_UNITS}`)
    const number = this.take()
    const unit = this.next
    if (unit.kind !== 'word' || !isTimeUnit(unit.text))
      return this.failExpecting(`${TIME_UNITS} after ${shorten(number.text)}`)
    this.take()
    const value = number.text.startsWith('-') ? -1 : nanoseconds(number.text, unit.text)
    const written = `${shorten(number.text)} ${unit.text}`
    if (value === null) return this.fail(number, `Times are whole nanoseconds; ${written} is not.`)
    if (value >= least && value <= LONGEST) return value
    return this.fail(number, `Expected ${what} from ${least} ns to ${LONGEST / 1e9} s, and found ${written}.`)
  }

  /** An amount of memory in KiB. */
  kibibytes(what: string, greatest: number): number | null {
    const value = this.integer(`${what} in KiB or MiB`, 0, greatest)
    if (value === null) return null
    if (this.takeIf('KiB')) return value
    if (!this.takeIf('MiB')) return this.failExpecting(`KiB or MiB after ${value}`)
    if (value * 1024 <= greatest) return value * 1024
    return this.fail(this.next, `Expected ${what} of up to ${greatest / 1024} MiB, and found ${value} MiB.`)
  }
}

export function describeToken({ kind, text }: Token): string {
  if (kind === 'end') return 'the end of the text'
  if (kind === 'break') return text === ';' ? 'a semicolon' : 'the end of the line'
  return `“${shorten(text)}”`
}

/** Long input is not repeated whole in an error; what could be a name is. */
function shorten(text: string): string {
  const start = [...text.slice(0, 2 * (LONGEST_NAME + 1))]
  return start.length > LONGEST_NAME ? `${start.slice(0, 29).join('')}…` : text
}
