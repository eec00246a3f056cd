import { PROGRAM_LIMITS } from './limits.ts'
import type { Place, ProgramError } from './program.ts'
import { shorten, type Token } from './tokens.ts'

/** Ends the parsing of one statement; the parser goes on with the next. */
export class Mistake extends Error {
  readonly place: Place
  constructor(place: Place, message: string) {
    super(message)
    this.place = { line: place.line, column: place.column }
  }
}

/** Walks over the tokens of a program. */
export class TokenReader {
  readonly errors: ProgramError[] = []
  readonly #source: string
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source
    this.#tokens = tokens
  }

  peek(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]
    if (token === undefined) throw new Error('there is no token, not even the end')
    return token
  }

  take(): Token {
    const token = this.peek()
    if (this.#next < this.#tokens.length - 1) this.#next++
    return token
  }

  isAt(text: string): boolean {
    const token = this.peek()
    return token.text === text && (token.kind === 'sign' || token.kind === 'name')
  }

  takeIf(text: string): boolean {
    const there = this.isAt(text)
    if (there) this.take()
    return there
  }

  /** @throws Mistake where something else stands. */
  expect(text: string, where: string): Token {
    if (!this.isAt(text)) throw this.unexpected(`“${text}” ${where}`)
    return this.take()
  }

  expectName(what: string): Token {
    if (this.peek().kind !== 'name') throw this.unexpected(what)
    return this.take()
  }

  unexpected(expected: string): Mistake {
    return new Mistake(this.peek(), `Expected ${expected}, found ${this.found()}.`)
  }

  found(): string {
    const token = this.peek()
    if (token.kind === 'eof') return 'the end of the program'
    if (token.text === '\n') return 'the end of the line'
    return `“${shorten(token.text)}”`
  }

  skipEnds(): void {
    while (this.peek().kind === 'end') this.take()
  }

  /** Whether, past the ends of lines, this word comes; if so they are skipped. */
  isAhead(text: string): boolean {
    let ahead = this.#next
    while (this.#tokens[ahead]?.kind === 'end') ahead++
    const token = this.#tokens[ahead]
    if (token?.text !== text || token.kind === 'eof') return false
    this.#next = ahead
    return true
  }

  /** Parses one level deeper. @throws Mistake beyond the deepest that is allowed. */
  deeper<T>(parse: () => T): T {
    if (this.#depth >= PROGRAM_LIMITS.nesting) {
      throw new Mistake(this.peek(), `This is nested too deeply: at most ${String(PROGRAM_LIMITS.nesting)} levels.`)
    }
    this.#depth++
    try {
      return parse()
    } finally {
      this.#depth--
    }
  }

  /** Runs one parse; a mistake in it is noted, and `recover` looks for where to go on. */
  attempt(parse: () => void, recover: () => void): void {
    try {
      parse()
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      if (this.errors.length < PROGRAM_LIMITS.errors) this.errors.push({ ...error.place, message: error.message })
      recover()
    }
  }

  /** The source from a token up to the one before the next. */
  textFrom(first: Token): string {
    const last = this.#tokens[this.#next - 1]
    return last === undefined ? '' : this.#source.slice(first.from, last.to)
  }
}
