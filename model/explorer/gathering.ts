import { endingOf, type Ending } from './ending.ts'
import type { FoundFinding, ProgramOutcome } from './exploration.ts'
import type { Finding } from './finding.ts'
import type { CompiledProgram, State } from './machine.ts'
import { encodeSchedule } from './replay.ts'

interface Kept<T> {
  what: T
  /** A shortest schedule among those seen. */
  schedule: readonly number[]
  times: bigint
}

interface KnownEnding extends Ending {
  key: string
}

/** Collects what a search that runs schedules one by one meets: each outcome and each finding once, with a shortest schedule. */
export class Gathering {
  readonly #program: CompiledProgram
  readonly #findings = new Map<string, Kept<Finding>>()
  readonly #endings = new Map<string, KnownEnding>()
  readonly #outcomes = new Map<string, Kept<Pick<ProgramOutcome, 'ending' | 'values'>>>()

  constructor(program: CompiledProgram) {
    this.#program = program
  }

  finding(finding: Finding, schedule: readonly number[]): void {
    keep(this.#findings, JSON.stringify(finding), () => finding, schedule)
  }

  /** A state in which no thread can go. */
  end(state: State, schedule: readonly number[]): void {
    const met = this.#endingOf(state)
    if (met === null) return
    keep(this.#outcomes, met.key, () => ({ ending: met.ending, values: met.values }), schedule)
    for (const finding of met.findings) this.finding(finding, schedule)
  }

  /** Runs end in the same few states again and again. */
  #endingOf(state: State): KnownEnding | null {
    const words = state.join()
    const known = this.#endings.get(words)
    if (known !== undefined) return known
    const met = endingOf(this.#program, state)
    if (met === null) return null
    const ending = { ...met, key: JSON.stringify([met.ending, met.values]) }
    this.#endings.set(words, ending)
    return ending
  }

  /** @param counted whether how often an outcome was met says anything */
  found({ counted }: { counted: boolean }): { outcomes: ProgramOutcome[]; findings: FoundFinding[] } {
    const code = (schedule: readonly number[]): string => encodeSchedule(this.#program, schedule)
    return {
      outcomes: [...this.#outcomes.values()].map(({ what, schedule, times }) => ({
        ...what,
        schedules: counted ? times : null,
        replay: code(schedule),
      })),
      findings: [...this.#findings.values()].map(({ what, schedule }) => ({ finding: what, replay: code(schedule) })),
    }
  }
}

function keep<T>(kept: Map<string, Kept<T>>, key: string, what: () => T, schedule: readonly number[]): void {
  const known = kept.get(key)
  if (known === undefined) kept.set(key, { what: what(), schedule: [...schedule], times: 1n })
  else {
    known.times++
    if (schedule.length < known.schedule.length) known.schedule = [...schedule]
  }
}
