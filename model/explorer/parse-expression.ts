import { CALLS, type BinaryOperator, type Call, type CallName, type Expression, type Named } from './program-tree.ts'
import type { Place } from './program.ts'
import { Mistake, type TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

/** How tightly an operator binds. */
const BINDING: ReadonlyMap<string, { operator: BinaryOperator; strength: number }> = new Map(
  (
    [
      ['||', 1],
      ['&&', 2],
      ['==', 3],
      ['!=', 3],
      ['<', 4],
      ['<=', 4],
      ['>', 4],
      ['>=', 4],
      ['+', 5],
      ['-', 5],
      ['*', 6],
      ['/', 6],
      ['%', 6],
    ] as const
  ).map(([operator, strength]) => [operator, { operator, strength }]),
)

/** Operators in one expression: its tree may lean to one side, and is walked recursively. */
const MOST_OPERATORS = 200

const WORDS = [
  'shared',
  'atomic',
  'mutex',
  'rwlock',
  'condition',
  'channel',
  'thread',
  'expect',
  'local',
  'if',
  'else',
  'while',
]
const RESERVED: ReadonlySet<string> = new Set([...WORDS, 'assert', 'skip', 'id', ...CALLS])

export function isReserved(name: string): boolean {
  return RESERVED.has(name)
}

export function isCallName(name: string): name is CallName {
  return CALLS.some((call) => call === name)
}

export const placeOf = (token: Place): Place => ({ line: token.line, column: token.column })

/** @throws Mistake */
export function parseExpression(reader: TokenReader): Expression {
  const budget = { left: MOST_OPERATORS }
  return parseBinary(reader, 1, budget)
}

interface Budget {
  left: number
}

function parseBinary(reader: TokenReader, weakest: number, budget: Budget): Expression {
  let left = parseUnary(reader, budget)
  for (;;) {
    const token = reader.peek()
    const binding = token.kind === 'sign' ? BINDING.get(token.text) : undefined
    if (binding === undefined || binding.strength < weakest) return left
    if (--budget.left < 0) throw new Mistake(token, `At most ${String(MOST_OPERATORS)} operators in one expression.`)
    reader.take()
    const right = reader.deeper(() => parseBinary(reader, binding.strength + 1, budget))
    left = { kind: 'binary', operator: binding.operator, left, right, at: placeOf(token) }
  }
}

function parseUnary(reader: TokenReader, budget: Budget): Expression {
  const token = reader.peek()
  if (token.kind === 'number') {
    reader.take()
    return { kind: 'number', value: Number(token.text), at: placeOf(token) }
  }
  if (token.kind === 'name') return parseOperand(reader, token)
  if (reader.isAt('-') || reader.isAt('!')) {
    const operator = reader.take().text === '-' ? '-' : '!'
    return { kind: 'unary', operator, operand: reader.deeper(() => parseUnary(reader, budget)), at: placeOf(token) }
  }
  if (reader.takeIf('(')) {
    const inner = reader.deeper(() => parseBinary(reader, 1, budget))
    reader.expect(')', 'that closes the parenthesis')
    return inner
  }
  throw reader.unexpected('a number, a name or “(”')
}

function parseOperand(reader: TokenReader, token: Token): Expression {
  if (isCallName(token.text)) {
    throw new Mistake(token, `“${token.text}” stands alone or as the whole right-hand side, not inside an expression.`)
  }
  if (token.text !== 'id' && isReserved(token.text)) throw reader.unexpected('a number, a name or “(”')
  return parseNamed(reader)
}

/** A name, with an index in brackets if there is one. @throws Mistake */
export function parseNamed(reader: TokenReader): Named {
  const token = reader.expectName('a name')
  if (!reader.takeIf('[')) return { kind: 'named', name: token.text, index: null, at: placeOf(token) }
  const index = reader.deeper(() => parseExpression(reader))
  reader.expect(']', 'that closes the index')
  return { kind: 'named', name: token.text, index, at: placeOf(token) }
}

/** @throws Mistake */
export function parseCall(reader: TokenReader): Call {
  const token = reader.take()
  if (!isCallName(token.text)) throw new Error(`${token.text} is not a call`)
  reader.expect('(', `after “${token.text}”`)
  const given: Expression[] = []
  if (!reader.isAt(')')) {
    do given.push(reader.deeper(() => parseExpression(reader)))
    while (reader.takeIf(','))
  }
  reader.expect(')', `that ends “${token.text}(…”`)
  return { kind: 'call', name: token.text, arguments: given, at: placeOf(token) }
}
