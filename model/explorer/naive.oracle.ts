import { parseProgram } from './parse-program.ts'
import type { Call, Expression, Named, ProgramTree, Statement } from './program-tree.ts'
import type { Granularity } from './program.ts'

/**
 * The language once more, in the most obvious way: it walks the tree of the program with a generator for each thread,
 * keeps everything in maps, and runs every schedule from its start. Nothing of the machine under test is used, so that
 * what both say is unlikely to be the same mistake. For small programs in tests.
 */
export interface NaiveResult {
  /** How many schedules end so, by `ending values`. */
  outcomes: Map<string, number>
  /** In words that tell them apart. */
  findings: Set<string>
}

class Misuse extends Error {}
class FailedAssertion extends Error {}

interface Turn {
  ready: () => boolean
}

type Steps<T> = Generator<Turn, T>

const always = (): boolean => true
const LONGEST = 60

/** Runs all schedules; null where there are more than `most`, or one does not end soon. */
export function runNaively(source: string, granularity: Granularity, most: number): NaiveResult | null {
  const parsed = parseProgram(source)
  if (!parsed.ok) throw new Error('the program cannot be read')
  const result: NaiveResult = { outcomes: new Map(), findings: new Set() }
  let schedule: number[] = []
  for (let run = 0; run < most; run++) {
    const choices = runOnce(new World(parsed.tree, granularity), schedule, result)
    if (choices === null) return null
    let at = choices.length - 1
    while (at >= 0 && next(choices, at) === undefined) at--
    if (at < 0) return result
    schedule = [...choices.slice(0, at).map(({ taken }) => taken), next(choices, at) ?? 0]
  }
  return null
}

interface Choice {
  taken: number
  able: number[]
}

function next(choices: readonly Choice[], at: number): number | undefined {
  const choice = choices[at]
  return choice?.able.find((thread) => thread > choice.taken)
}

function runOnce(world: World, schedule: readonly number[], result: NaiveResult): Choice[] | null {
  const choices: Choice[] = []
  for (;;) {
    const able = world.able()
    if (able.length === 0) break
    if (choices.length >= LONGEST) return null
    const taken = schedule[choices.length] ?? able[0] ?? 0
    choices.push({ taken, able })
    const finding = world.step(taken)
    if (finding !== null) result.findings.add(finding)
  }
  const { outcome, findings } = world.ending()
  result.outcomes.set(outcome, (result.outcomes.get(outcome) ?? 0) + 1)
  for (const finding of findings) result.findings.add(finding)
  return choices
}

class Thread {
  turn: Turn | null = null
  stopped = false
  line = 0
  readonly number: number
  readonly locals = new Map<string, number>()
  readonly id: number
  steps: Steps<void> | null = null

  constructor(number: number, id: number) {
    this.number = number
    this.id = id
  }
}

class World {
  readonly #tree: ProgramTree
  readonly #byAccess: boolean
  readonly #values = new Map<string, number>()
  readonly #sizes = new Map<string, number>()
  readonly #owners = new Map<string, number>()
  readonly #readers = new Map<string, Set<number>>()
  readonly #queues = new Map<string, number[]>()
  readonly #channels = new Map<string, { contents: number[]; capacity: number; closed: boolean }>()
  readonly #threads: Thread[] = []

  constructor(tree: ProgramTree, granularity: Granularity) {
    this.#tree = tree
    this.#byAccess = granularity === 'access'
    for (const { kind, name, size, initial } of tree.declarations) {
      this.#sizes.set(name, kind === 'channel' ? 1 : (size ?? 1))
      if (kind === 'channel') this.#channels.set(name, { contents: [], capacity: size ?? 1, closed: false })
      if (kind !== 'shared' && kind !== 'atomic') continue
      const value = initial === null ? 0 : this.#pure(null, initial)
      for (let at = 0; at < (size ?? 1); at++) this.#values.set(size === null ? name : `${name}[${String(at)}]`, value)
    }
    for (const { count, body } of tree.threads) {
      for (let id = 0; id < (count ?? 1); id++) {
        const thread = new Thread(this.#threads.length, id)
        thread.steps = this.#block(thread, body)
        this.#threads.push(thread)
        this.#resume(thread)
      }
    }
  }

  able(): number[] {
    return this.#threads.filter(({ turn }) => turn?.ready() === true).map(({ number }) => number)
  }

  step(number: number): string | null {
    const thread = this.#threads[number]
    if (thread === undefined) throw new Error('no such thread')
    const line = thread.line
    try {
      this.#resume(thread)
      return null
    } catch (error) {
      if (!(error instanceof Misuse) && !(error instanceof FailedAssertion)) throw error
      thread.stopped = true
      thread.turn = null
      const kind = error instanceof Misuse ? 'misuse ' : 'assertion'
      return `${kind}${error.message} ${String(number)} line ${String(line)}`
    }
  }

  ending(): { outcome: string; findings: string[] } {
    const waiting = this.#threads.filter(({ turn }) => turn !== null)
    const values = JSON.stringify(Object.fromEntries(this.#values))
    if (waiting.length > 0) {
      const who = waiting.map(({ number, line }) => `${String(number)}@${String(line)}`)
      return { outcome: `stuck ${values}`, findings: [`deadlock ${who.join()}`] }
    }
    if (this.#threads.some(({ stopped }) => stopped)) return { outcome: `stopped ${values}`, findings: [] }
    const failed = this.#tree.expectations.filter(({ condition }) => !this.#holds(condition))
    const ending = this.#tree.expectations.length === 0 ? 'finished' : failed.length === 0 ? 'right' : 'wrong'
    return { outcome: `${ending} ${values}`, findings: failed.map(({ at }) => `expectation line ${String(at.line)}`) }
  }

  #holds(condition: Expression): boolean {
    try {
      return this.#pure(null, condition) !== 0
    } catch (error) {
      if (error instanceof Misuse) return false
      throw error
    }
  }

  #resume(thread: Thread): void {
    const { done, value } = thread.steps?.next() ?? { done: true, value: undefined }
    thread.turn = done === true ? null : (value ?? null)
  }

  *#block(thread: Thread, body: readonly Statement[]): Steps<void> {
    for (const statement of body) yield* this.#statement(thread, statement)
  }

  *#statement(thread: Thread, statement: Statement): Steps<void> {
    thread.line = statement.at.line
    switch (statement.kind) {
      case 'skip':
        yield { ready: always }
        return
      case 'assert':
        if ((yield* this.#locally(thread, statement.condition)) === 0) throw new FailedAssertion('')
        return
      case 'if': {
        const holds = (yield* this.#locally(thread, statement.condition)) !== 0
        yield* this.#block(thread, holds ? statement.then : statement.otherwise)
        return
      }
      case 'while':
        while ((yield* this.#locally(thread, statement.condition)) !== 0) {
          yield* this.#block(thread, statement.body)
          thread.line = statement.at.line
        }
        return
      case 'call':
        yield* this.#call(thread, statement.call)
        return
      case 'local':
        if (statement.value.kind === 'call') {
          thread.locals.set(statement.name, yield* this.#call(thread, statement.value))
        } else thread.locals.set(statement.name, yield* this.#locally(thread, statement.value))
        return
      case 'assign':
        yield* this.#assign(thread, statement.target, statement.value)
    }
  }

  *#assign(thread: Thread, target: Named, value: Expression | Call): Steps<void> {
    if (thread.locals.has(target.name)) {
      const result = value.kind === 'call' ? yield* this.#call(thread, value) : yield* this.#locally(thread, value)
      thread.locals.set(target.name, result)
      return
    }
    if (this.#byAccess) {
      const index = target.index === null ? (): null => null : yield* this.#loads(thread, target.index)
      const result = value.kind === 'call' ? yield* this.#result(thread, value) : yield* this.#loads(thread, value)
      yield { ready: always }
      this.#values.set(this.#key(target.name, index()), result())
      return
    }
    if (value.kind === 'call') {
      // Which element is meant is found out before the call changes anything, as the guide has it.
      let key = ''
      const result = yield* this.#call(thread, value, () => (key = this.#keyOf(thread, target)))
      this.#values.set(key, result)
      return
    }
    yield { ready: always }
    const key = this.#keyOf(thread, target)
    this.#values.set(key, this.#pure(thread, value))
  }

  *#result(thread: Thread, call: Call): Steps<() => number> {
    const result = yield* this.#call(thread, call)
    return () => result
  }

  /** A value that nothing shared is written with: its last load is the last step, or a step of its own without loads. */
  *#locally(thread: Thread, expression: Expression): Steps<number> {
    if (!this.#byAccess || !this.#hasLoads(thread, expression)) {
      yield { ready: always }
      return this.#pure(thread, expression)
    }
    return (yield* this.#loads(thread, expression))()
  }

  #hasLoads(thread: Thread, expression: Expression): boolean {
    switch (expression.kind) {
      case 'number':
        return false
      case 'named':
        return expression.name !== 'id' && !thread.locals.has(expression.name)
      case 'unary':
        return this.#hasLoads(thread, expression.operand)
      case 'binary':
        return this.#hasLoads(thread, expression.left) || this.#hasLoads(thread, expression.right)
    }
  }

  /** Takes a step for each load, and gives what computes the value from what was loaded. */
  *#loads(thread: Thread, expression: Expression): Steps<() => number> {
    switch (expression.kind) {
      case 'number':
        return () => expression.value
      case 'named': {
        if (!this.#hasLoads(thread, expression)) return () => this.#pure(thread, expression)
        const index = expression.index === null ? (): null => null : yield* this.#loads(thread, expression.index)
        yield { ready: always }
        const value = this.#values.get(this.#key(expression.name, index())) ?? 0
        return () => value
      }
      case 'unary': {
        const operand = yield* this.#loads(thread, expression.operand)
        return () => (expression.operator === '-' ? -operand() | 0 : Number(operand() === 0))
      }
      case 'binary': {
        const left = yield* this.#loads(thread, expression.left)
        const right = yield* this.#loads(thread, expression.right)
        return () => compute(expression.operator, left(), right())
      }
    }
  }

  #pure(thread: Thread | null, expression: Expression): number {
    switch (expression.kind) {
      case 'number':
        return expression.value
      case 'named': {
        if (expression.name === 'id') return thread?.id ?? 0
        const local = thread?.locals.get(expression.name)
        return local ?? this.#values.get(this.#keyOf(thread, expression)) ?? 0
      }
      case 'unary': {
        const operand = this.#pure(thread, expression.operand)
        return expression.operator === '-' ? -operand | 0 : Number(operand === 0)
      }
      case 'binary':
        return compute(expression.operator, this.#pure(thread, expression.left), this.#pure(thread, expression.right))
    }
  }

  #keyOf(thread: Thread | null, { name, index }: Named): string {
    return this.#key(name, index === null ? null : this.#pure(thread, index))
  }

  #key(name: string, index: number | null): string {
    if (index === null) return name
    if (index < 0 || index >= (this.#sizes.get(name) ?? 0)) throw new Misuse('index-out-of-range')
    return `${name}[${String(index)}]`
  }

  *#call(thread: Thread, call: Call, before: () => unknown = () => undefined): Steps<number> {
    const isPlace = (at: number): boolean => at === 0 || call.name === 'lock' || call.name === 'wait'
    const keys: (() => string)[] = []
    const values: (() => number)[] = []
    for (const [at, argument] of call.arguments.entries()) {
      if (isPlace(at) && argument.kind === 'named') {
        const { name, index } = argument
        if (index === null) keys.push(() => name)
        else {
          const found = yield* this.#argument(thread, index)
          keys.push(() => this.#key(name, found()))
        }
      } else values.push(yield* this.#argument(thread, argument))
    }
    yield { ready: () => this.#isReady(thread.number, call, keys) }
    before()
    if (call.name !== 'wait') {
      return this.#run(
        thread.number,
        call,
        keys.map((key) => key()),
        values,
      )
    }
    const [condition = '', mutex = ''] = keys.map((key) => key())
    if (this.#owners.get(mutex) !== thread.number) throw new Misuse('wait-without-lock')
    this.#owners.delete(mutex)
    this.#queues.set(condition, [...(this.#queues.get(condition) ?? []), thread.number])
    yield { ready: () => !this.#queues.get(condition)?.includes(thread.number) && !this.#owners.has(mutex) }
    this.#owners.set(mutex, thread.number)
    return 0
  }

  *#argument(thread: Thread, expression: Expression): Steps<() => number> {
    return this.#byAccess ? yield* this.#loads(thread, expression) : () => this.#pure(thread, expression)
  }

  #isReady(me: number, { name }: Call, keys: readonly (() => string)[]): boolean {
    try {
      const names = keys.map((key) => key())
      const [first = ''] = names
      const channel = this.#channels.get(first)
      const readers = this.#readers.get(first) ?? new Set()
      const owner = this.#owners.get(first)
      switch (name) {
        case 'lock':
          return (
            names.some((mutex) => this.#owners.get(mutex) === me) || names.every((mutex) => !this.#owners.has(mutex))
          )
        case 'rdlock':
          return owner === undefined || owner === me
        case 'wrlock':
          return owner === me || readers.has(me) || (owner === undefined && readers.size === 0)
        case 'send':
          return channel?.closed === true || (channel?.contents.length ?? 0) < (channel?.capacity ?? 0)
        case 'receive':
          return channel?.closed === true || (channel?.contents.length ?? 0) > 0
        default:
          return true
      }
    } catch (error) {
      if (error instanceof Misuse) return true
      throw error
    }
  }

  #run(me: number, { name }: Call, keys: readonly string[], values: readonly (() => number)[]): number {
    const [first = ''] = keys
    const number = (at: number): number => values[at]?.() ?? 0
    const readers = this.#readers.get(first) ?? new Set<number>()
    this.#readers.set(first, readers)
    const channel = this.#channels.get(first)
    switch (name) {
      case 'lock':
        if (keys.some((key, at) => this.#owners.get(key) === me || keys.indexOf(key) < at))
          throw new Misuse('double-lock')
        for (const key of keys) this.#owners.set(key, me)
        return 0
      case 'trylock':
        if (this.#owners.has(first)) return 0
        this.#owners.set(first, me)
        return 1
      case 'rdlock':
      case 'wrlock':
        if (this.#owners.get(first) === me || readers.has(me)) throw new Misuse('double-lock')
        if (name === 'rdlock') readers.add(me)
        else this.#owners.set(first, me)
        return 0
      case 'unlock':
        if (this.#owners.get(first) === me) this.#owners.delete(first)
        else if (!readers.delete(me)) throw new Misuse('unlock-not-held')
        return 0
      case 'signal':
        this.#queues.get(first)?.shift()
        return 0
      case 'broadcast':
        this.#queues.set(first, [])
        return 0
      case 'send': {
        const message = number(0)
        if (channel?.closed === true) throw new Misuse('send-on-closed')
        channel?.contents.push(message)
        return 0
      }
      case 'receive':
        return channel?.contents.shift() ?? 0
      case 'close':
        if (channel?.closed === true) throw new Misuse('close-on-closed')
        if (channel !== undefined) channel.closed = true
        return 0
      default: {
        const old = this.#values.get(first) ?? 0
        const given = number(0)
        if (name === 'compare_exchange') {
          const replacement = number(1)
          if (old === given) this.#values.set(first, replacement)
          return Number(old === given)
        }
        this.#values.set(first, name === 'exchange' ? given : (old + given) | 0)
        return old
      }
    }
  }
}

function compute(operator: string, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new Misuse('division-by-zero')
  switch (operator) {
    case '+':
      return (left + right) | 0
    case '-':
      return (left - right) | 0
    case '*':
      return Number(BigInt.asIntN(32, BigInt(left) * BigInt(right)))
    case '/':
      return Math.trunc(left / right) | 0
    case '%':
      return (left - right * Math.trunc(left / right)) | 0
    case '<':
      return Number(left < right)
    case '<=':
      return Number(left <= right)
    case '>':
      return Number(left > right)
    case '>=':
      return Number(left >= right)
    case '==':
      return Number(left === right)
    case '!=':
      return Number(left !== right)
    case '&&':
      return Number(left !== 0 && right !== 0)
    default:
      return Number(left !== 0 || right !== 0)
  }
}
