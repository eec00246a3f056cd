import { codeCall, type CallCode } from './call-code.ts'
import { CAME_TO } from './compiled-program.ts'
import { codeExpression, codePlace, nameText } from './expression-code.ts'
import type { Call, Expression, Named, Statement } from './program-tree.ts'
import { required } from './required.ts'
import type { Evaluate, Locator, StepPlan, ThreadCoder } from './thread-coder.ts'

/** Adds the steps of statements, in which `inScope` lists the locals declared before them. */
export function codeStatements(coder: ThreadCoder, statements: readonly Statement[]): void {
  const outside = coder.inScope
  for (const statement of statements) {
    codeStatement(coder, statement)
    if (statement.kind === 'local') coder.inScope = [...coder.inScope, statement.name]
  }
  coder.inScope = outside
}

function codeStatement(coder: ThreadCoder, statement: Statement): void {
  coder.begin(statement.at.line)
  switch (statement.kind) {
    case 'local':
      return codeAssignment(coder, localNamed(statement.name, statement), statement.value, statement.text)
    case 'assign':
      return codeAssignment(coder, statement.target, statement.value, statement.text)
    case 'call':
      return codeCallAlone(coder, statement.call, statement.text)
    case 'if':
      return codeIf(coder, statement)
    case 'while':
      return codeWhile(coder, statement)
    case 'assert': {
      const asserts = statement.text.replace(/^assert\s*/, '')
      return coder.completeLocally({ ...codeCondition(coder, statement.condition, statement.text), asserts })
    }
    case 'skip':
      return coder.completeLocally({ text: 'skip', act: () => CAME_TO.next })
  }
}

function localNamed(name: string, { at }: Statement): Named {
  return { kind: 'named', name, index: null, at }
}

function codeCondition(coder: ThreadCoder, condition: Expression, text: string): StepPlan {
  const { evaluate } = codeExpression(coder, condition)
  const act: Evaluate = (state) => {
    const value = evaluate(state)
    if (coder.hasFault) return CAME_TO.fault
    return value === 0 ? CAME_TO.otherwise : CAME_TO.next
  }
  return { text, act }
}

function codeIf(coder: ThreadCoder, statement: Statement & { kind: 'if' }): void {
  coder.completeLocally(codeCondition(coder, statement.condition, statement.text))
  const decision = required(coder.steps.at(-1), 'the step of the condition')
  codeStatements(coder, statement.then)
  const afterThen = coder.takeOpen()
  coder.reopen([(target) => (decision.otherwise = target)])
  codeStatements(coder, statement.otherwise)
  coder.reopen(afterThen)
}

function codeWhile(coder: ThreadCoder, statement: Statement & { kind: 'while' }): void {
  const head = coder.steps.length
  coder.completeLocally(codeCondition(coder, statement.condition, statement.text))
  const decision = required(coder.steps.at(-1), 'the step of the condition')
  codeStatements(coder, statement.body)
  coder.lead(head)
  coder.reopen([(target) => (decision.otherwise = target)])
}

function codeCallAlone(coder: ThreadCoder, call: Call, text: string): void {
  const { begin, run, ...plan } = codeCall(coder, call)
  if (begin !== null) {
    coder.flush()
    coder.emit({ text, ...begin })
  }
  const act: Evaluate = (state) => {
    run(state)
    return coder.hasFault ? CAME_TO.fault : CAME_TO.next
  }
  coder.complete({ text: begin === null ? text : plan.resumes, ...plan, act })
}

function codeAssignment(coder: ThreadCoder, target: Named, value: Expression | Call, text: string): void {
  const word = coder.locals.get(target.name)
  if (word !== undefined) {
    if (value.kind === 'call') return coder.complete({ text, ...storing(coder, codeCall(coder, value), word) })
    const { evaluate } = codeExpression(coder, value)
    const act: Evaluate = (state) => {
      const result = evaluate(state)
      if (coder.hasFault) return CAME_TO.fault
      state[word] = result
      return CAME_TO.next
    }
    return coder.completeLocally({ text, act })
  }
  const at = codePlace(coder, target)
  if (value.kind === 'call') return codeCallStored(coder, at, value, text, target)
  codeStore(
    coder,
    at,
    codeExpression(coder, value).evaluate,
    coder.granularity === 'access' ? nameText(at, target) : null,
    text,
  )
}

/** A store in shared memory. @param name for a store that is a step of its own, what it stores in */
function codeStore(coder: ThreadCoder, at: Locator, value: Evaluate, name: string | null, text: string): void {
  const { entity } = at
  const act: Evaluate = (state) => {
    const index = at.locate(state)
    const result = value(state)
    if (coder.hasFault) return CAME_TO.fault
    state[entity.offset + index] = result
    return CAME_TO.next
  }
  const alone = name === null || !coder.hasLoads
  const touches = [{ at, writes: true, plain: entity.kind === 'shared' }]
  coder.complete({ text: alone ? text : `store ${name}`, act, touches })
}

/** The result of a call into shared memory: at granularity `access` the store is a step after the call. */
function codeCallStored(coder: ThreadCoder, at: Locator, value: Call, text: string, target: Named): void {
  const call = codeCall(coder, value)
  if (coder.granularity === 'access') {
    const word = coder.temporary()
    coder.flush()
    coder.emit({ text, ...storing(coder, call, word) })
    codeStore(coder, at, (state) => state[word] ?? 0, null, `store ${nameText(at, target)}`)
    return
  }
  const { entity } = at
  const act: Evaluate = (state) => {
    const index = at.locate(state)
    if (coder.hasFault) return CAME_TO.fault
    const result = call.run(state)
    if (coder.hasFault) return CAME_TO.fault
    state[entity.offset + index] = result
    return CAME_TO.next
  }
  const touches = [...call.touches, { at, writes: true, plain: entity.kind === 'shared' }]
  coder.complete({ ...call, text, act, touches })
}

/** A call whose result goes to a word of the thread's own. */
function storing(
  coder: ThreadCoder,
  { run, touches, ready, waiting, call }: CallCode,
  word: number,
): Omit<StepPlan, 'text'> {
  const act: Evaluate = (state) => {
    const result = run(state)
    if (coder.hasFault) return CAME_TO.fault
    state[word] = result
    return CAME_TO.next
  }
  return { act, touches, ready, waiting, call }
}
