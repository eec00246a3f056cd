import type { WorkloadError } from './workload.ts'

/**
 * A piece of a workload's text. `break` is what separates operations: a semicolon or the end of a line. `text` is what
 * stands there; a word, a number, or one of `{` `}` `,` `×`. Line and column count from 1, columns in characters.
 */
export interface Token {
  kind: 'word' | 'number' | 'mark' | 'break' | 'end'
  text: string
  line: number
  column: number
}

const PIECE =
  /(?<space>[ \t\r\u00a0\u202f\ufeff]+)|(?<comment>(?:\/\/|#).*)|(?<break>[\n;])|(?<number>[-−]?\d+(?:\.\d+)?)|(?<word>[\p{L}_][\p{L}\p{M}\p{N}_-]*)|(?<mark>[{},×])/uy

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_-]*$/u

/** Whether a text can be the name of a thread, process, lock, condition or channel. */
export function isName(text: string): boolean {
  return NAME.test(text) && text.length <= LONGEST_NAME
}

/** Longer ones would fit into no table. */
export const LONGEST_NAME = 40

/** Cuts a text into tokens; the last one is `end`. What fits nowhere is an error each and left out. */
export function readTokens(text: string): { tokens: Token[]; errors: WorkloadError[] } {
  const tokens: Token[] = []
  const errors: WorkloadError[] = []
  let line = 1
  let column = 1
  let at = 0
  while (at < text.length) {
    PIECE.lastIndex = at
    const found = PIECE.exec(text)
    const piece = found?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
    const kind = kindOf(found)
    if (kind === null) {
      errors.push({ line, column, message: `${shown(piece)} has no meaning in a workload.` })
    } else if (kind !== 'nothing') {
      tokens.push({ kind, text: kind === 'number' ? piece.replace('−', '-') : piece, line, column })
    }
    at += piece.length
    column += [...piece].length
    if (piece === '\n') {
      line += 1
      column = 1
    }
  }
  tokens.push({ kind: 'end', text: '', line, column })
  return { tokens, errors }
}

function kindOf(found: RegExpExecArray | null): Token['kind'] | 'nothing' | null {
  const groups = found?.groups
  if (!groups) return null
  if (groups['word'] !== undefined) return 'word'
  if (groups['number'] !== undefined) return 'number'
  if (groups['mark'] !== undefined) return 'mark'
  if (groups['break'] !== undefined) return 'break'
  return 'nothing'
}

/** A piece of the text in quotation marks; a character that cannot be seen by its number. */
function shown(piece: string): string {
  if (/^[\p{C}\p{Z}]$/u.test(piece)) {
    return `The character U+${(piece.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  }
  return `“${piece}”`
}
