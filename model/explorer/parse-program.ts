import { PROGRAM_LIMITS } from './limits.ts'
import { parseBody, recoverInBody, requireEnd } from './parse-statement.ts'
import { isReserved, parseExpression, placeOf } from './parse-expression.ts'
import type { Declaration, Declared, Expectation, ProgramTree, ThreadTree } from './program-tree.ts'
import type { ProgramError } from './program.ts'
import { nearestName } from '../nearest-name.ts'
import { Mistake, TokenReader } from './token-reader.ts'
import { readTokens, type Token } from './tokens.ts'

const DECLARED: readonly Declared[] = ['shared', 'atomic', 'mutex', 'rwlock', 'condition', 'channel']
const TOP_LEVEL = [...DECLARED, 'thread', 'expect']

export type ParsedProgram = { ok: true; tree: ProgramTree } | { ok: false; errors: ProgramError[] }

/** Reads the text of a program. Whether its names exist and fit is looked at by `compileProgram`. */
export function parseProgram(source: string): ParsedProgram {
  if (source.length > PROGRAM_LIMITS.characters) {
    const most = PROGRAM_LIMITS.characters.toLocaleString('en')
    const message = `The program has ${source.length.toLocaleString('en')} characters; at most ${most} are read.`
    return { ok: false, errors: [{ line: 1, column: 1, message }] }
  }
  const { tokens, errors } = readTokens(source)
  const reader = new TokenReader(source, tokens)
  const tree = parseTopLevel(reader, tokens)
  const all = [...errors, ...reader.errors].sort((a, b) => a.line - b.line || a.column - b.column)
  if (all.length > 0) return { ok: false, errors: all.slice(0, PROGRAM_LIMITS.errors) }
  return { ok: true, tree }
}

function parseTopLevel(reader: TokenReader, tokens: readonly Token[]): ProgramTree {
  const declarations: Declaration[] = []
  const threads: ThreadTree[] = []
  const expectations: Expectation[] = []
  for (reader.skipEnds(); reader.peek().kind !== 'eof'; reader.skipEnds()) {
    reader.attempt(
      () => {
        const token = reader.peek()
        const kind = DECLARED.find((word) => reader.isAt(word))
        if (kind !== undefined) declarations.push(parseDeclaration(reader, kind))
        else if (reader.isAt('thread')) threads.push(parseThread(reader))
        else if (reader.isAt('expect')) expectations.push(parseExpectation(reader))
        else throw notTopLevel(reader, token)
      },
      () => {
        recoverAtTopLevel(reader)
      },
    )
  }
  return { declarations, threads, expectations, essence: essenceOf(tokens) }
}

/** What a program says, however it is laid out: where a line or a “;” ends nothing, it makes no difference. */
function essenceOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === 'end' ? ';' : token.text))
    .join(' ')
    .replace(/([{}]) (?!;)/g, '$1 ; ')
    .replace(/([^;]) }/g, '$1 ; }')
    .replace(/(?:; )+/g, '; ')
    .replace(/} ; else/g, '} else')
    .replace(/^; |; $/g, '')
}

function notTopLevel(reader: TokenReader, token: Token): Mistake {
  const near = token.kind === 'name' ? nearestName(token.text, TOP_LEVEL) : null
  const hint = near === null ? '' : ` Did you mean “${near}”?`
  const message = `Expected a declaration (shared, atomic, mutex, rwlock, condition, channel), thread or expect, found ${reader.found()}.${hint}`
  return new Mistake(token, message)
}

function parseDeclaration(reader: TokenReader, kind: Declared): Declaration {
  reader.take()
  const name = newName(reader, `a name after “${kind}”`)
  const size = reader.isAt('[') ? parseSize(reader, kind === 'channel' ? 'capacity' : 'size') : null
  if (kind === 'channel' && size === null) {
    throw new Mistake(reader.peek(), `Expected the channel’s capacity, as in “channel ${name.text}[2]”.`)
  }
  const holdsValue = kind === 'shared' || kind === 'atomic'
  if (!holdsValue && reader.isAt('=')) throw new Mistake(reader.peek(), `A ${kind} has no initial value.`)
  const initial = reader.takeIf('=') ? parseExpression(reader) : null
  requireEnd(reader, 'the declaration')
  return { kind, name: name.text, size, initial, at: placeOf(name) }
}

function parseSize(reader: TokenReader, what: 'size' | 'capacity' | 'number of threads'): number {
  reader.expect('[', 'before the size')
  const token = reader.peek()
  if (token.kind !== 'number') throw reader.unexpected(`the ${what} as a number`)
  reader.take()
  const most = what === 'number of threads' ? PROGRAM_LIMITS.threads : PROGRAM_LIMITS.elements
  const size = Number(token.text)
  if (size < 1 || size > most) throw new Mistake(token, `The ${what} must be 1 to ${String(most)}.`)
  reader.expect(']', `after the ${what}`)
  return size
}

function parseThread(reader: TokenReader): ThreadTree {
  reader.take()
  const name = newName(reader, 'a name after “thread”')
  const count = reader.isAt('[') ? parseSize(reader, 'number of threads') : null
  return { name: name.text, count, body: parseBody(reader, `of thread ${name.text}`), at: placeOf(name) }
}

function parseExpectation(reader: TokenReader): Expectation {
  const at = placeOf(reader.take())
  const first = reader.peek()
  const condition = parseExpression(reader)
  const text = reader.textFrom(first)
  requireEnd(reader, 'the expectation')
  return { condition, text, at }
}

function newName(reader: TokenReader, what: string): Token {
  const token = reader.expectName(what)
  if (isReserved(token.text))
    throw new Mistake(token, `“${token.text}” is a word of the language; choose another name.`)
  return token
}

/** After a mistake: to the end of the line, and over a body that begins there. */
function recoverAtTopLevel(reader: TokenReader): void {
  while (reader.peek().kind !== 'end' && reader.peek().kind !== 'eof') {
    if (reader.isAt('{')) {
      recoverInBody(reader)
      return
    }
    reader.take()
  }
}
