import type { Place } from './program.ts'

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '&&' | '||'

export type Expression =
  | { kind: 'number'; value: number; at: Place }
  | Named
  | { kind: 'unary'; operator: '-' | '!'; operand: Expression; at: Place }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression; at: Place }

/** A name, or an element of what it names. */
export interface Named {
  kind: 'named'
  name: string
  index: Expression | null
  at: Place
}

export const CALLS = [
  'lock',
  'unlock',
  'trylock',
  'rdlock',
  'wrlock',
  'wait',
  'signal',
  'broadcast',
  'send',
  'receive',
  'close',
  'atomic_add',
  'exchange',
  'compare_exchange',
] as const
export type CallName = (typeof CALLS)[number]

export interface Call {
  kind: 'call'
  name: CallName
  arguments: readonly Expression[]
  at: Place
}

export type Statement = { at: Place; text: string } & (
  | { kind: 'local'; name: string; value: Expression | Call }
  | { kind: 'assign'; target: Named; value: Expression | Call }
  | { kind: 'call'; call: Call }
  | { kind: 'if'; condition: Expression; then: readonly Statement[]; otherwise: readonly Statement[] }
  | { kind: 'while'; condition: Expression; body: readonly Statement[] }
  | { kind: 'assert'; condition: Expression }
  | { kind: 'skip' }
)

export type Declared = 'shared' | 'atomic' | 'mutex' | 'rwlock' | 'condition' | 'channel'

export interface Declaration {
  kind: Declared
  name: string
  /** In brackets: how many elements, or the capacity of a channel. */
  size: number | null
  initial: Expression | null
  at: Place
}

export interface ThreadTree {
  name: string
  /** How many threads of this text there are; null for one without `id`. */
  count: number | null
  body: readonly Statement[]
  at: Place
}

export interface Expectation {
  condition: Expression
  text: string
  at: Place
}

/** A program as it is written, names not looked up yet. */
export interface ProgramTree {
  declarations: readonly Declaration[]
  threads: readonly ThreadTree[]
  expectations: readonly Expectation[]
  /** The program without its comments and spaces, which do not change what it does. */
  essence: string
}
