import type { Finding } from '../../../model/explorer/finding.ts'

/** A kind of finding in a word or two. */
export const FINDING_NAMES: Readonly<Record<Finding['kind'], string>> = {
  race: 'data race',
  deadlock: 'deadlock',
  assertion: 'assertion',
  expectation: 'wrong end',
  livelock: 'livelock',
  misuse: 'misuse',
}

/** What the evil scheduler has to bring about, as it is put to the learner. */
export const GOAL_WORDS: Readonly<Record<Finding['kind'], string>> = {
  race: 'bring two accesses to the same variable side by side with nothing that orders them',
  deadlock: 'reach a state in which no thread can go on',
  assertion: 'make an assert fail',
  expectation: 'let every thread finish with a wrong result',
  livelock: 'keep the threads busy for ever without getting done',
  misuse: 'make a thread do what it must not',
}
