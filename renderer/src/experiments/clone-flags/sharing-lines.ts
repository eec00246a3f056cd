import type { Observation } from '../../../../contract/run.ts'
import { flagSet, flagWords, type FlagSet } from '../../../../model/clone-flags.ts'
import { predictSharing, RESOURCES, SHARED, type ResourceId } from '../../../../model/clone-sharing.ts'

export type SharingFacts = Observation['facts']

/** One line of the evidence: what was looked at, what the model predicted, and what was found in one or two ways. */
export interface SharingLine {
  id: string
  title: string
  predicted: string
  /** By doing it; null before a run, and for what only kcmp can tell. */
  seen: string | null
  /** By asking the kernel; null before a run, and for what kcmp knows nothing of. */
  kcmp: string | null
  /** Null while nothing is measured. */
  verdict: 'agrees' | 'differs' | 'not known' | null
  ways: string
}

const KCMP = '-kcmp'

/** What a run observed of the combination of a series; null where it observed nothing. */
export function factsOfSeries(observations: readonly Observation[], id: string): SharingFacts | null {
  return observations.find(({ name, about }) => name === 'sharing' && about?.id === id)?.facts ?? null
}

/** What a run observed of these flags, whichever series had them; null where it observed nothing. */
export function factsOfFlags(observations: readonly Observation[], flags: FlagSet): SharingFacts | null {
  return (
    observations.find(({ name, facts }) => name === 'sharing' && facts['flags'] === flagWords(flags))?.facts ?? null
  )
}

/** The flags that a run observed. */
export function flagsIn({ flags }: SharingFacts): FlagSet {
  return flagSet(String(flags).split(' '))
}

export function isRefused({ outcome }: SharingFacts): boolean {
  return String(outcome).startsWith('refused')
}

/** The model's table for a combination, with what was found beside it where a run has looked. */
export function sharingLines(flags: FlagSet, facts: SharingFacts | null): SharingLine[] {
  const rows = predictSharing(flags)
  const ids = [...new Set(rows.map(({ id }) => id.replace(KCMP, '')))]
  return ids.flatMap((id) => {
    const own = rows.filter((row) => row.id === id || row.id === id + KCMP)
    const [first] = own
    if (!first) return []
    const found = (row: string): string | null => (facts?.[row] === undefined ? null : String(facts[row]))
    // What was predicted then counts, should the model have changed since.
    const predicted = found(`${first.id}-predicted`) ?? first.predicted
    const [seen, kcmp] = [found(id), found(id + KCMP)]
    const ways = own.map(({ way }) => way).join('; ')
    return [{ id, title: first.title, predicted, seen, kcmp, verdict: verdictOf(predicted, seen, kcmp), ways }]
  })
}

function verdictOf(predicted: string, ...found: (string | null)[]): SharingLine['verdict'] {
  const known = found.filter((words) => words !== null)
  if (known.length === 0) return null
  const told = known.filter((words) => !words.startsWith('not known'))
  if (told.length === 0) return 'not known'
  return told.every((words) => words === predicted) ? 'agrees' : 'differs'
}

/** How one of the tables stands between creator and task. */
export interface ResourceState {
  id: ResourceId
  title: string
  shared: boolean
  measured: boolean
  differs: boolean
}

/** What is shared as it was measured, or as it is predicted where nothing was. */
export function resourceStates(lines: readonly SharingLine[]): ResourceState[] {
  return RESOURCES.flatMap(({ id, title }) => {
    const line = lines.find((one) => one.id === id)
    if (!line) return []
    const told = [line.seen, line.kcmp].find((words) => words !== null && !words.startsWith('not known'))
    return [
      {
        id,
        title,
        shared: (told ?? line.predicted) === SHARED,
        measured: told !== undefined && told !== null,
        differs: line.verdict === 'differs',
      },
    ]
  })
}
