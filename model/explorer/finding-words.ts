import type { DeadlockFinding, Finding, RaceFinding } from './finding.ts'
import type { ProgramText } from './program.ts'

/** Says in a sentence or two what a finding is, with the names of the program. */
export function findingSentence(finding: Finding, program: ProgramText): string {
  const name = (thread: number): string => program.threads[thread]?.name ?? `thread ${String(thread)}`
  switch (finding.kind) {
    case 'race':
      return raceSentence(finding, name)
    case 'deadlock':
      return deadlockSentence(finding, name)
    case 'assertion':
      return `“${finding.text}” does not hold in ${name(finding.thread)}, line ${String(finding.line)}.`
    case 'expectation':
      return `“${finding.text}” (line ${String(finding.line)}) does not hold when all threads have finished.`
    case 'livelock': {
      const who = enumerate(finding.threads.map(name))
      if (finding.threads.length === 1)
        return `${who} can go on for ever without getting done, though every thread gets its turns.`
      return `${who} can go on for ever, each taking its turns, without one of them getting done.`
    }
    case 'misuse':
      return `${finding.sentence.replace(/\.$/, '')} (line ${String(finding.line)}).`
  }
}

function raceSentence({ object, between: [one, other] }: RaceFinding, name: (thread: number) => string): string {
  const places = `${name(one.thread)} (line ${String(one.line)}) and ${name(other.thread)} (line ${String(other.line)})`
  return `${places} can reach ${object} at the same time with nothing that orders them, and one of them writes: a data race.`
}

function deadlockSentence({ waiting, cycle }: DeadlockFinding, name: (thread: number) => string): string {
  const isWaiting = (thread: number): boolean => waiting.some((other) => other.thread === thread)
  const waits = waiting.map(({ thread, line, waitsFor, heldBy }) => {
    const what = `${name(thread)} ${waiting.length === 1 ? 'waits ' : ''}in line ${String(line)} for ${waitsFor}`
    const gone = heldBy.filter((holder) => !isWaiting(holder))
    if (gone.length > 0) return `${what}, which ${enumerate(gone.map(name))} holds and will not give back`
    return cycle.length > 0 && heldBy.length > 0 ? `${what} (${enumerate(heldBy.map(name))})` : what
  })
  if (waiting.length === 1) return `Deadlock: ${waits.join('')}, and nobody else can act any more.`
  const how = cycle.length > 0 ? 'wait in a circle' : 'wait for ever'
  return `Deadlock: ${String(waiting.length)} threads ${how}: ${waits.join('; ')}.`
}

function enumerate(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
