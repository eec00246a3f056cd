import type { Observation } from '../../../contract/run.ts'
import { flagWords, type FlagSet } from '../../../model/clone-flags.ts'
import { refusalOf, type Denials } from '../../../model/clone-refusal.ts'
import { predictSharing, SEPARATE, SHARED } from '../../../model/clone-sharing.ts'

type Facts = Observation['facts']
type Fact = Facts[string] | undefined

/** What was measured for a row, in the words of the model; null where nothing could be learned, and then why. */
type Found = { words: string } | { words: null; why: string }

const CREATED = 'created'
const unknown: Found = { words: null, why: 'not known: the task could not try it' }

const either =
  (fact: string, yes: string, no: string) =>
  (facts: Facts): Found =>
    typeof facts[fact] === 'boolean' ? { words: facts[fact] ? yes : no } : unknown
const seen = (fact: string): ((facts: Facts) => Found) => either(fact, SHARED, SEPARATE)
const compared =
  (fact: string) =>
  (facts: Facts): Found =>
    verdictOf(facts[fact])

function verdictOf(verdict: Fact): Found {
  if (verdict === 'same') return { words: SHARED }
  if (verdict === 'different') return { words: SEPARATE }
  return { words: null, why: verdict === undefined ? 'not known: /proc is closed' : `not known: kcmp gave ${verdict}` }
}

const PARENTS: ReadonlyMap<Fact, string> = new Map([
  ['creator', 'the creator'],
  ["creator's parent", 'the creator’s'],
  ['none', 'none that it sees'],
])

/** How each row of the model is read from what the probe observed. */
const READERS: ReadonlyMap<string, (facts: Facts) => Found> = new Map([
  ['memory', seen('writeSeen')],
  ['memory-kcmp', compared('kcmpMemory')],
  ['descriptors', seen('descriptorSeen')],
  ['descriptors-kcmp', compared('kcmpDescriptors')],
  ['folder', seen('folderMoved')],
  ['folder-kcmp', compared('kcmpFolder')],
  ['handlers', seen('handlerChanged')],
  ['handlers-kcmp', compared('kcmpHandlers')],
  ['undo-kcmp', compared('kcmpUndo')],
  ['priority', seen('priorityChanged')],
  ['priority-kcmp', compared('kcmpPriority')],
  ['process', either('sameGroup', 'the creator’s', 'one of its own')],
  ['listing', either('listedInTasks', 'has the task', 'has it not')],
  ['parent', ({ parent }) => ({ words: PARENTS.get(parent) ?? 'somebody else' })],
  ['creator', either('creatorStoodStill', 'stands still', 'goes on')],
  ['namespaces', namespacesIn],
  ['parent-word', either('parentWordWritten', 'written', 'untouched')],
  ['child-word', either('childWordWritten', 'written', 'untouched')],
  ['cleared-word', either('childWordCleared', 'cleared', 'left alone')],
])

function namespacesIn({ newNamespaces }: Facts): Found {
  if (typeof newNamespaces !== 'string') return { words: null, why: 'not known: /proc is closed' }
  return { words: newNamespaces === '' ? 'the creator’s' : `new: ${newNamespaces}` }
}

const IDS = ['creatorGetpid', 'taskGetpid', 'taskGettid', 'taskGetppid']

/**
 * Puts what the probe observed of one combination beside what the model predicts for it, row by row. A row that could
 * not be looked at counts neither as agreeing nor as differing.
 */
export function compareSharing(observed: Observation, flags: FlagSet, denied: Denials): Observation {
  const { series = '', refused } = observed.facts
  const rows = [
    outcomeRow(refused, flags, denied),
    ...(refused === undefined ? sharingRows(observed.facts, flags) : []),
  ]
  const known = rows.filter(({ found }) => found.words !== null)
  const differing = known.filter(({ found, predicted }) => found.words !== predicted).map(({ id }) => id)
  return {
    name: 'sharing',
    about: { ...observed.about, id: String(series) },
    facts: {
      flags: flagWords(flags),
      rows: known.length,
      agreeing: known.length - differing.length,
      ...(differing.length > 0 ? { differing: differing.join(' ') } : {}),
      ...Object.assign({}, ...rows.map(factsOf)),
      ...Object.fromEntries(Object.entries(observed.facts).filter(([name]) => IDS.includes(name))),
    },
  }
}

interface ComparedRow {
  id: string
  predicted: string
  found: Found
}

function outcomeRow(refused: Fact, flags: FlagSet, denied: Denials): ComparedRow {
  const refusal = refusalOf(flags, denied)
  return {
    id: 'outcome',
    predicted: refusal ? `refused: ${refusal.errno}` : CREATED,
    found: { words: refused === undefined ? CREATED : `refused: ${refused}` },
  }
}

function sharingRows(facts: Facts, flags: FlagSet): ComparedRow[] {
  return predictSharing(flags).map(({ id, predicted }) => ({
    id,
    predicted,
    found: READERS.get(id)?.(facts) ?? unknown,
  }))
}

function factsOf({ id, predicted, found }: ComparedRow): Facts {
  return { [id]: found.words ?? found.why, [`${id}-predicted`]: predicted }
}
