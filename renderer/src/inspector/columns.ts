import { SCHEDULING_POLICIES } from '../../../contract/inspector-words.ts'
import { formatCount } from '../../../contract/figures.ts'
import { STATE_WORDS } from '../look/task-states.ts'
import type { InspectedRow } from './history/frame-history.ts'

export type ColumnId =
  | 'name'
  | 'role'
  | 'tid'
  | 'state'
  | 'cpu'
  | 'core'
  | 'migrations'
  | 'voluntary'
  | 'involuntary'
  | 'delay'
  | 'wait'
  | 'nice'
  | 'policy'
  | 'started'

/** A column of the table of threads. */
export interface Column {
  id: ColumnId
  title: string
  /** Stands under the title. */
  unit: string
  /** In a sentence or two, for somebody who meets it for the first time. */
  explanation: string
  /** Pixels; the first column takes what is left. */
  width: number
  isNumeric: boolean
  /** What it is sorted by. */
  value: (row: InspectedRow) => number | string
  text: (row: InspectedRow) => string
  /** Of a process: the sum over its threads, its first thread's figure, or nothing. */
  ofProcess: 'sum' | 'first' | 'none'
}

const NOT_KNOWN = '–'

/** 0.1234 → "12.3"; what is not zero never reads 0. */
export function percentText(share: number): string {
  const percent = share * 100
  if (percent === 0) return '0'
  return percent < 0.05 ? '<0.1' : percent.toFixed(1)
}

function rateText(rate: number): string {
  if (rate < 0) return NOT_KNOWN
  if (rate === 0) return '0'
  if (rate < 0.05) return '<0.1'
  return rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))
}

/** Who does not tell on which core a thread runs does not tell what it waits for either. */
function waitText({ wait, waitHidden, core }: InspectedRow): string {
  return wait ?? (waitHidden ? 'hidden' : core < 0 ? NOT_KNOWN : '')
}

function policyText({ policy }: InspectedRow): string {
  return policy < 0 ? NOT_KNOWN : (SCHEDULING_POLICIES[policy] ?? String(policy))
}

function migrationsText({ migrations }: InspectedRow): string {
  if (migrations < 0) return NOT_KNOWN
  return migrations === 0 ? '0' : `≥ ${formatCount(migrations)}`
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const DAY_MS = 86_400_000

function startedText({ startedAt }: InspectedRow): string {
  return (Date.now() - startedAt < DAY_MS ? clock : day).format(startedAt)
}

/** All columns, in their order. The first one is always shown. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'name',
    title: 'Process and threads',
    unit: '',
    explanation:
      'A frame is a process, a strand inside it a thread. Names are those that the kernel keeps: 15 characters at most.',
    width: 196,
    isNumeric: false,
    value: ({ name }) => name.toLowerCase(),
    text: ({ name }) => name,
    ofProcess: 'first',
  },
  {
    id: 'role',
    title: 'Is for',
    unit: '',
    explanation: 'What Thread Lab started it for; of other programs it is not known.',
    width: 146,
    isNumeric: false,
    value: ({ role }) => role ?? '',
    text: ({ role }) => role ?? '',
    ofProcess: 'first',
  },
  {
    id: 'tid',
    title: 'Tid',
    unit: '',
    explanation:
      'The number by which the kernel knows the thread. A process’ first thread has the number of the process, its pid.',
    width: 60,
    isNumeric: true,
    value: ({ tid }) => tid,
    text: ({ tid }) => String(tid),
    ofProcess: 'first',
  },
  {
    id: 'state',
    title: 'State',
    unit: '',
    explanation: 'What the thread did when the sample was taken. Much can happen between two samples.',
    width: 92,
    isNumeric: false,
    value: ({ state }) => STATE_WORDS[state].name,
    text: ({ state }) => STATE_WORDS[state].name,
    ofProcess: 'none',
  },
  {
    id: 'cpu',
    title: 'CPU',
    unit: '% of a core',
    explanation: 'Share of one core over the last second, from the nanoseconds that the kernel has counted.',
    width: 70,
    isNumeric: true,
    // Rows that read alike do not change places.
    value: ({ cpu }) => Math.round(cpu * 1000),
    text: ({ cpu }) => percentText(cpu),
    ofProcess: 'sum',
  },
  {
    id: 'core',
    title: 'Core',
    unit: 'last',
    explanation: 'The core that the thread runs on, or ran on last.',
    width: 40,
    isNumeric: true,
    value: ({ core }) => core,
    text: ({ core }) => (core < 0 ? NOT_KNOWN : String(core)),
    ofProcess: 'none',
  },
  {
    id: 'migrations',
    title: 'Migrations',
    unit: 'seen',
    explanation:
      'Changes of core that were seen since the inspection began. There may have been more between two samples.',
    width: 74,
    isNumeric: true,
    value: ({ migrations }) => migrations,
    text: migrationsText,
    ofProcess: 'sum',
  },
  {
    id: 'voluntary',
    title: 'Voluntary',
    unit: 'switches/s',
    explanation: 'How often a second the thread gave its core up by itself, to wait for something.',
    width: 68,
    isNumeric: true,
    value: ({ voluntary }) => voluntary,
    text: ({ voluntary }) => rateText(voluntary),
    ofProcess: 'sum',
  },
  {
    id: 'involuntary',
    title: 'Involuntary',
    unit: 'switches/s',
    explanation: 'How often a second the core was taken from the thread for another one, though it could have gone on.',
    width: 78,
    isNumeric: true,
    value: ({ involuntary }) => involuntary,
    text: ({ involuntary }) => rateText(involuntary),
    ofProcess: 'sum',
  },
  {
    id: 'delay',
    title: 'Queued',
    unit: 'ms/s',
    explanation:
      'Run-queue delay: milliseconds of each second in which the thread could have computed and had to wait for a core. A wait is seen when it ends, or when it has lasted for 0.2 s.',
    width: 54,
    isNumeric: true,
    value: ({ delay }) => Math.round(delay * 10),
    text: ({ delay }) => rateText(delay),
    ofProcess: 'sum',
  },
  {
    id: 'wait',
    title: 'Waits in',
    unit: 'function of the kernel',
    explanation: 'The wait channel: the function of the kernel in which the thread sleeps. It tells what it waits for.',
    width: 136,
    isNumeric: false,
    value: waitText,
    text: waitText,
    ofProcess: 'none',
  },
  {
    id: 'nice',
    title: 'Nice',
    unit: '',
    explanation: 'From −20 to 19. Who is nicer leaves more of a contended core to others.',
    width: 44,
    isNumeric: true,
    value: ({ nice }) => nice ?? 0,
    text: ({ nice }) => (nice === null ? NOT_KNOWN : String(nice).replace('-', '−')),
    ofProcess: 'first',
  },
  {
    id: 'policy',
    title: 'Policy',
    unit: '',
    explanation: 'By which rule the scheduler chooses it. Nearly everything is “other”: fair shares by niceness.',
    width: 60,
    isNumeric: false,
    value: policyText,
    text: policyText,
    ofProcess: 'first',
  },
  {
    id: 'started',
    title: 'Started',
    unit: '',
    explanation: 'When the thread began, by the clock of this machine.',
    width: 84,
    isNumeric: true,
    value: ({ startedAt }) => startedAt,
    text: startedText,
    ofProcess: 'first',
  },
]

const SELDOM: readonly ColumnId[] = ['nice', 'policy', 'started']

/** Which columns are shown until somebody chooses: all where they fit, otherwise those that change. */
export function columnsThatFit(width: number, hasRoles: boolean): readonly ColumnId[] {
  const all = COLUMNS.map(({ id }) => id).filter((id) => id !== 'role' || hasRoles)
  return widthOf(all) <= width ? all : all.filter((id) => !SELDOM.includes(id))
}

/** Pixels that these columns need together. */
export function widthOf(ids: readonly ColumnId[]): number {
  return COLUMNS.filter(({ id }) => ids.includes(id)).reduce((sum, { width }) => sum + width, 0)
}
