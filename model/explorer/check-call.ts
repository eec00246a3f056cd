import type { NameTable } from './name-table.ts'
import type { Call, CallName, Declared, Expression } from './program-tree.ts'

interface CallShape {
  /** What each argument is: something declared of one of these kinds, or a number. */
  takes: readonly (readonly Declared[] | 'number')[]
  /** How it is written, for errors. */
  form: string
  givesValue: boolean
}

const VARIABLE = ['shared', 'atomic'] as const

export const CALL_SHAPES: Readonly<Record<CallName, CallShape>> = {
  lock: { takes: [['mutex']], form: 'lock(mutex) or lock(mutex, mutex)', givesValue: false },
  unlock: { takes: [['mutex', 'rwlock']], form: 'unlock(lock)', givesValue: false },
  trylock: { takes: [['mutex']], form: 'trylock(mutex)', givesValue: true },
  rdlock: { takes: [['rwlock']], form: 'rdlock(rwlock)', givesValue: false },
  wrlock: { takes: [['rwlock']], form: 'wrlock(rwlock)', givesValue: false },
  wait: { takes: [['condition'], ['mutex']], form: 'wait(condition, mutex)', givesValue: false },
  signal: { takes: [['condition']], form: 'signal(condition)', givesValue: false },
  broadcast: { takes: [['condition']], form: 'broadcast(condition)', givesValue: false },
  send: { takes: [['channel'], 'number'], form: 'send(channel, value)', givesValue: false },
  receive: { takes: [['channel']], form: 'receive(channel)', givesValue: true },
  close: { takes: [['channel']], form: 'close(channel)', givesValue: false },
  atomic_add: { takes: [VARIABLE, 'number'], form: 'atomic_add(variable, number)', givesValue: true },
  exchange: { takes: [VARIABLE, 'number'], form: 'exchange(variable, value)', givesValue: true },
  compare_exchange: {
    takes: [VARIABLE, 'number', 'number'],
    form: 'compare_exchange(variable, expected, new)',
    givesValue: true,
  },
}

/** Looks whether a call has the arguments that it takes. */
export function checkCall(
  names: NameTable,
  call: Call,
  checkExpression: (names: NameTable, expression: Expression) => void,
): void {
  const { takes, form } = CALL_SHAPES[call.name]
  const given = call.arguments
  const takesMore = call.name === 'lock' && given.length > 1
  if (given.length !== takes.length && !takesMore) {
    names.report(call.at, `“${call.name}” is written ${form}; it has ${String(given.length)} in its parentheses here.`)
    return
  }
  for (const [index, argument] of given.entries()) {
    const wanted = takes[index] ?? takes[0] ?? 'number'
    if (wanted === 'number') {
      checkExpression(names, argument)
      continue
    }
    if (argument.kind !== 'named') {
      names.report(argument.at, `Expected the name of a ${wanted.join(' or ')}: ${form}.`)
      continue
    }
    if (argument.index !== null) checkExpression(names, argument.index)
    names.useDeclared(argument, wanted, form)
  }
}
