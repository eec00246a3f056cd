import { codeChannelCall } from './channel-code.ts'
import { codeConditionCall } from './condition-code.ts'
import { codeLockCall } from './lock-code.ts'
import { codeAtomicCall } from './atomic-code.ts'
import { codeExpression, codePlace } from './expression-code.ts'
import type { Call, CallName, Expression } from './program-tree.ts'
import { required } from './required.ts'
import type { Evaluate, Locator, StepPlan, ThreadCoder, Touch } from './thread-coder.ts'

/** What a call does when its step is taken. A misuse is left as a fault. */
export interface CallCode {
  /** A step before the one that ends the call, for `wait`. */
  begin: Omit<StepPlan, 'text'> | null
  /** The text of the second step where there are two. */
  resumes: string
  /** Changes the state and gives the call's result, 0 where it has none. */
  run: Evaluate
  touches: readonly Touch[]
  ready: NonNullable<StepPlan['ready']> | null
  waiting: NonNullable<StepPlan['waiting']> | null
  call: CallName
}

export function codeCall(coder: ThreadCoder, call: Call): CallCode {
  const base = { begin: null, resumes: '', ready: null, waiting: null, call: call.name }
  switch (call.name) {
    case 'lock':
    case 'unlock':
    case 'trylock':
    case 'rdlock':
    case 'wrlock':
      return { ...base, ...codeLockCall(coder, call.name, places(coder, call)) }
    case 'wait':
    case 'signal':
    case 'broadcast':
      return { ...base, ...codeConditionCall(coder, call.name, places(coder, call)) }
    case 'send':
    case 'receive':
    case 'close': {
      const [channel] = places(coder, { ...call, arguments: call.arguments.slice(0, 1) })
      return { ...base, ...codeChannelCall(coder, call.name, required(channel, 'the channel'), values(coder, call)) }
    }
    case 'atomic_add':
    case 'exchange':
    case 'compare_exchange': {
      const [variable] = places(coder, { ...call, arguments: call.arguments.slice(0, 1) })
      return { ...base, ...codeAtomicCall(coder, call.name, required(variable, 'the variable'), values(coder, call)) }
    }
  }
}

/** Arguments that name something declared; `checkProgram` has seen that they do. */
function places(coder: ThreadCoder, { arguments: given }: Call): Locator[] {
  return given.map((argument: Expression) => {
    if (argument.kind !== 'named') throw new Error('the argument is not a name')
    return codePlace(coder, argument)
  })
}

/** The numbers after the first argument. */
function values(coder: ThreadCoder, { arguments: given }: Call): Evaluate[] {
  return given.slice(1).map((argument) => codeExpression(coder, argument).evaluate)
}
