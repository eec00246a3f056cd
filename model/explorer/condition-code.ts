import { CAME_TO, type State, type Waiting } from './compiled-program.ts'
import type { CallCode } from './call-code.ts'
import { elementName } from './layout.ts'
import { required } from './required.ts'
import type { Locator, ThreadCoder } from './thread-coder.ts'
import { enqueue, isQueued, wordAt } from './words.ts'

type ConditionCode = Pick<CallCode, 'run' | 'touches'> &
  Partial<Pick<CallCode, 'begin' | 'resumes' | 'ready' | 'waiting'>>

export function codeConditionCall(
  coder: ThreadCoder,
  name: 'wait' | 'signal' | 'broadcast',
  places: readonly Locator[],
): ConditionCode {
  const condition = required(places[0], 'the condition')
  if (name === 'wait') return codeWait(coder, condition, required(places[1], 'the mutex'))
  const run = (state: State): number => {
    const index = condition.locate(state)
    if (index < 0) return 0
    const at = condition.entity.offset + index
    state[at] = name === 'signal' ? wordAt(state, at) >>> 4 : 0
    return 0
  }
  return { run, touches: [{ at: condition, writes: true, plain: false }] }
}

/**
 * Two steps: gives the mutex back and joins the queue; then, once a signal has taken it out of the queue and the mutex is
 * free, takes the mutex again. An index that is not the same in every state is kept from the first step for the second.
 */
function codeWait(coder: ThreadCoder, condition: Locator, mutex: Locator): ConditionCode {
  const [keptCondition, keepCondition] = kept(coder, condition)
  const [keptMutex, keepMutex] = kept(coder, mutex)
  const mine = coder.thread + 1

  const sleep = (state: State): number => {
    const queue = condition.entity.offset + condition.locate(state)
    const index = mutex.locate(state)
    if (coder.hasFault) return CAME_TO.fault
    const word = mutex.entity.offset + index
    if (wordAt(state, word) !== mine) {
      const names = `${elementName(condition.entity, queue - condition.entity.offset)} without holding ${elementName(mutex.entity, index)}`
      return coder.fault('wait-without-lock', `waits for ${names}.`)
    }
    keepCondition(state)
    keepMutex(state)
    state[word] = 0
    state[queue] = enqueue(wordAt(state, queue), coder.thread)
    return CAME_TO.next
  }
  const queueOf = (state: State): number => wordAt(state, condition.entity.offset + keptCondition.locate(state))
  const mutexOf = (state: State): number => wordAt(state, mutex.entity.offset + keptMutex.locate(state))
  const ready = (state: State): boolean => mutexOf(state) === 0 && !isQueued(queueOf(state), coder.thread)
  const run = (state: State): number => {
    state[mutex.entity.offset + keptMutex.locate(state)] = mine
    return 0
  }
  const waiting = (state: State): Waiting[] => {
    if (isQueued(queueOf(state), coder.thread)) {
      return [{ object: condition.entity.object + keptCondition.locate(state), holders: [] }]
    }
    const holder = mutexOf(state)
    return [{ object: mutex.entity.object + keptMutex.locate(state), holders: holder === 0 ? [] : [holder - 1] }]
  }
  const both = [condition, mutex].map((at) => ({ at, writes: true, plain: false }))
  return {
    begin: { act: sleep, touches: both, call: 'wait' },
    resumes: `wake up and lock ${mutex.constant === null ? mutex.entity.name : elementName(mutex.entity, mutex.constant)}`,
    run,
    ready,
    waiting,
    touches: [
      { at: keptCondition, writes: false, plain: false },
      { at: keptMutex, writes: true, plain: false },
    ],
  }
}

/** The same place as found by the first step, and what keeps it there. */
function kept(coder: ThreadCoder, at: Locator): [Locator, (state: State) => void] {
  if (at.constant !== null) return [at, () => undefined]
  const word = coder.temporary()
  const keep = (state: State): void => {
    state[word] = at.locate(state)
  }
  return [{ ...at, locate: (state) => wordAt(state, word) }, keep]
}
