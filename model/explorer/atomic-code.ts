import type { CallCode } from './call-code.ts'
import type { State } from './compiled-program.ts'
import { required } from './required.ts'
import type { Evaluate, Locator, ThreadCoder } from './thread-coder.ts'
import { wordAt } from './words.ts'

type AtomicCall = 'atomic_add' | 'exchange' | 'compare_exchange'

/** Reads, decides and writes in one step, at either granularity. */
export function codeAtomicCall(
  coder: ThreadCoder,
  name: AtomicCall,
  variable: Locator,
  values: readonly Evaluate[],
): Pick<CallCode, 'run' | 'touches'> {
  const change = changeOf(name, values)
  const run = (state: State): number => {
    const index = variable.locate(state)
    if (index < 0) return 0
    return change(state, variable.entity.offset + index, coder)
  }
  return { run, touches: [{ at: variable, writes: true, plain: false }] }
}

type Change = (state: State, word: number, coder: ThreadCoder) => number

function changeOf(name: AtomicCall, values: readonly Evaluate[]): Change {
  const first = required(values[0], 'the number')
  if (name === 'compare_exchange') {
    const replacement = required(values[1], 'the new number')
    return (state, word, coder) => {
      const expected = first(state)
      const value = replacement(state)
      if (coder.hasFault || wordAt(state, word) !== expected) return 0
      state[word] = value
      return 1
    }
  }
  return (state, word, coder) => {
    const old = wordAt(state, word)
    const value = first(state)
    if (!coder.hasFault) state[word] = name === 'exchange' ? value : (old + value) | 0
    return old
  }
}
