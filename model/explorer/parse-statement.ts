import { nearestName } from '../nearest-name.ts'
import { isCallName, isReserved, parseCall, parseExpression, parseNamed, placeOf } from './parse-expression.ts'
import { CALLS, type Call, type Expression, type Statement } from './program-tree.ts'
import { Mistake, type TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

/** Statements in braces. @throws Mistake */
export function parseBody(reader: TokenReader, whose: string): Statement[] {
  reader.isAhead('{')
  const open = reader.expect('{', `that begins the body ${whose}`)
  const statements: Statement[] = []
  for (reader.skipEnds(); !reader.isAt('}'); reader.skipEnds()) {
    if (reader.peek().kind === 'eof') {
      throw new Mistake(open, `This “{” is never closed: the body ${whose} needs a “}”.`)
    }
    reader.attempt(
      () => statements.push(reader.deeper(() => parseStatement(reader))),
      () => {
        recoverInLine(reader)
      },
    )
  }
  reader.take()
  return statements
}

function parseStatement(reader: TokenReader): Statement {
  const first = reader.peek()
  const at = placeOf(first)
  switch (first.kind === 'name' ? first.text : '') {
    case 'if':
      return parseIf(reader)
    case 'while': {
      reader.take()
      const condition = parseExpression(reader)
      const text = reader.textFrom(first)
      return { kind: 'while', condition, body: parseBody(reader, 'of “while”'), at, text }
    }
    case 'local': {
      reader.take()
      const name = reader.expectName('a name after “local”')
      if (isReserved(name.text))
        throw new Mistake(name, `“${name.text}” is a word of the language; choose another name.`)
      reader.expect('=', `and a value after “local ${name.text}”`)
      const value = parseValue(reader)
      return finish(reader, first, { kind: 'local', name: name.text, value })
    }
    case 'assert':
      reader.take()
      return finish(reader, first, { kind: 'assert', condition: parseExpression(reader) })
    case 'skip':
      reader.take()
      return finish(reader, first, { kind: 'skip' })
  }
  if (first.kind === 'name' && isCallName(first.text))
    return finish(reader, first, { kind: 'call', call: parseCall(reader) })
  if (first.kind !== 'name' || isReserved(first.text)) throw reader.unexpected('a statement')
  const target = parseNamed(reader)
  if (target.index === null && reader.isAt('(')) throw unknownCall(first)
  reader.expect('=', `after “${first.text}”, since a statement that begins with a name is an assignment`)
  return finish(reader, first, { kind: 'assign', target, value: parseValue(reader) })
}

function parseIf(reader: TokenReader): Statement {
  const first = reader.take()
  const condition = parseExpression(reader)
  const text = reader.textFrom(first)
  const then = parseBody(reader, 'of “if”')
  let otherwise: Statement[] = []
  if (reader.isAhead('else')) {
    reader.take()
    otherwise = reader.isAt('if') ? [reader.deeper(() => parseIf(reader))] : parseBody(reader, 'of “else”')
  }
  return { kind: 'if', condition, then, otherwise, at: placeOf(first), text }
}

function parseValue(reader: TokenReader): Expression | Call {
  const token = reader.peek()
  return token.kind === 'name' && isCallName(token.text) ? parseCall(reader) : parseExpression(reader)
}

type Simple =
  | { kind: 'local'; name: string; value: Expression | Call }
  | { kind: 'assert'; condition: Expression }
  | { kind: 'skip' }
  | { kind: 'call'; call: Call }
  | { kind: 'assign'; target: ReturnType<typeof parseNamed>; value: Expression | Call }

function finish(reader: TokenReader, first: Token, statement: Simple): Statement {
  const text = reader.textFrom(first)
  requireEnd(reader, 'the statement')
  return { ...statement, at: placeOf(first), text }
}

/** A statement ends with its line, with “;”, or with the body that it stands in. @throws Mistake */
export function requireEnd(reader: TokenReader, what: string): void {
  const kind = reader.peek().kind
  if (kind === 'end' || kind === 'eof' || reader.isAt('}')) return
  throw reader.unexpected(`the end of ${what}`)
}

function unknownCall(token: Token): Mistake {
  const near = nearestName(token.text, CALLS)
  return new Mistake(token, `There is no call “${token.text}”.${near === null ? '' : ` Did you mean “${near}”?`}`)
}

/** After a mistake: to the end of the line, or to the brace that ends the body; over a body that begins there. */
function recoverInLine(reader: TokenReader): void {
  while (reader.peek().kind !== 'end' && reader.peek().kind !== 'eof' && !reader.isAt('}')) {
    if (reader.isAt('{')) {
      recoverInBody(reader)
      return
    }
    reader.take()
  }
}

/** Over a body from its “{” to the “}” that closes it. */
export function recoverInBody(reader: TokenReader): void {
  let depth = 0
  while (reader.peek().kind !== 'eof') {
    if (reader.isAt('{')) depth++
    if (reader.isAt('}')) depth--
    reader.take()
    if (depth === 0) return
  }
}
