import { PROGRAM_LIMITS } from './limits.ts'
import type { Place, ProgramError } from './program.ts'

/** A word, number or sign of a program with its place; `end` is where a statement ends with its line. */
export interface Token extends Place {
  kind: 'name' | 'number' | 'sign' | 'end' | 'eof'
  text: string
  /** Where the text begins and ends in the source. */
  from: number
  to: number
}

const BLANK = /[ \t\r\f\v\u00a0\ufeff]+/y
const COMMENT = /(?:\/\/|#)[^\n]*/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /[0-9][A-Za-z0-9_.]*/y
const SIGN = /&&|\|\||[<>=!]=|[-+*/%<>=!(){}[\],;]/y

const LARGEST = 2_147_483_647

/** The tokens of a program, the last one `eof`. Characters and numbers that it cannot hold are errors and left out. */
export function readTokens(source: string): { tokens: Token[]; errors: ProgramError[] } {
  const tokens: Token[] = []
  const errors: ProgramError[] = []
  let at = 0
  let line = 1
  let lineStart = 0

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0] ?? null
  }
  const place = (): Place => ({ line, column: at - lineStart + 1 })
  const push = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, text, ...place(), from: at, to: at + text.length })
    at += text.length
  }

  while (at < source.length && errors.length < PROGRAM_LIMITS.errors) {
    if (source[at] === '\n') {
      push('end', '\n')
      line++
      lineStart = at
      continue
    }
    const blank = take(BLANK) ?? take(COMMENT)
    if (blank !== null) {
      at += blank.length
      continue
    }
    const name = take(NAME)
    if (name !== null) {
      push('name', name)
      continue
    }
    const number = take(NUMBER)
    if (number !== null) {
      const mistake = mistakeInNumber(number)
      if (mistake !== null) errors.push({ ...place(), message: mistake })
      push('number', mistake === null ? number : '0')
      if (mistake !== null) at += number.length - 1
      continue
    }
    const sign = take(SIGN)
    if (sign !== null) {
      push(sign === ';' ? 'end' : 'sign', sign)
      continue
    }
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
    errors.push({ ...place(), message: `“${shown(character)}” means nothing here.${hintFor(character)}` })
    at += character.length
  }
  push('eof', '')
  return { tokens, errors }
}

function mistakeInNumber(text: string): string | null {
  if (!/^[0-9]+$/.test(text)) return `“${shorten(text)}” is not a whole number.`
  if (Number(text) > LARGEST) return `${shorten(text)} is too large: a number is at most ${String(LARGEST)}.`
  return null
}

function hintFor(character: string): string {
  if (character === '&' || character === '|') return ` Write “${character}${character}”.`
  if (character === '"' || character === "'") return ' There are no texts in this language, only numbers.'
  return ''
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 32 || (code >= 127 && code < 160) || (code >= 0xd800 && code <= 0xdfff)
    ? `character ${String(code)}`
    : character
}

/** Long input is not repeated whole in an error. */
export function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text
}
