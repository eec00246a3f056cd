import { NAMESPACES, type CloneFlag, type FlagSet } from './clone-flags.ts'

/** What two tasks may share or have apart, each by one flag. */
export const RESOURCES = [
  { id: 'memory', title: 'memory', flag: 'VM', act: 'the task writes a variable; the creator reads it' },
  {
    id: 'descriptors',
    title: 'descriptors',
    flag: 'FILES',
    act: 'the task opens a file; the creator asks for its number',
  },
  { id: 'folder', title: 'working directory', flag: 'FS', act: 'the task changes it; the creator asks where it is' },
  {
    id: 'handlers',
    title: 'signal handlers',
    flag: 'SIGHAND',
    act: 'the task ignores a signal; the creator asks for its handler',
  },
  { id: 'undo', title: 'semaphore undos', flag: 'SYSVSEM', act: null },
  {
    id: 'priority',
    title: 'I/O context',
    flag: 'IO',
    act: 'the task sets its I/O priority; the creator reads its own',
  },
] as const satisfies readonly { id: string; title: string; flag: CloneFlag; act: string | null }[]

export type ResourceId = (typeof RESOURCES)[number]['id']

/** One thing that can be looked at, and what the model says will be found. */
export interface SharingRow {
  id: string
  /** What is looked at. */
  title: string
  /** What is done to find out. */
  way: string
  predicted: string
}

export const SHARED = 'shared'
export const SEPARATE = 'separate'

/**
 * What a task made with these flags will be found to share with its creator, and how it will look to itself and others.
 * For legal combinations only: of any other there is nothing to look at.
 */
export function predictSharing(flags: FlagSet): SharingRow[] {
  return [...RESOURCES.flatMap((resource) => resourceRows(resource, flags)), ...identityRows(flags), ...wordRows(flags)]
}

function resourceRows({ id, title, flag, act }: (typeof RESOURCES)[number], flags: FlagSet): SharingRow[] {
  const predicted = flags.has(flag) ? SHARED : SEPARATE
  const asked = { id: `${id}-kcmp`, title, way: 'kcmp compares the two tasks', predicted }
  return act === null ? [asked] : [{ id, title, way: act, predicted }, asked]
}

function identityRows(flags: FlagSet): SharingRow[] {
  const inGroup = flags.has('THREAD')
  const namespaces = [...NAMESPACES].flatMap(([flag, name]) => (flags.has(flag) ? [name] : []))
  return [
    {
      id: 'process',
      title: 'process',
      way: 'both call getpid',
      predicted: inGroup ? 'the creator’s' : 'one of its own',
    },
    {
      id: 'listing',
      title: 'task list',
      way: 'the creator’s /proc/<pid>/task',
      predicted: inGroup ? 'has the task' : 'has it not',
    },
    { id: 'parent', title: 'parent', way: 'the task calls getppid', predicted: parentOf(flags) },
    {
      id: 'creator',
      title: 'creator',
      way: 'it notes whether clone returned before the task was let go',
      predicted: flags.has('VFORK') ? 'stands still' : 'goes on',
    },
    {
      id: 'namespaces',
      title: 'namespaces',
      way: '/proc/<pid>/ns of both',
      predicted: namespaces.length === 0 ? 'the creator’s' : `new: ${namespaces.join(' ')}`,
    },
  ]
}

function parentOf(flags: FlagSet): string {
  if (flags.has('THREAD')) return 'the creator’s'
  return flags.has('NEWPID') ? 'none that it sees' : 'the creator'
}

/** The kernel clears the word only where somebody is left to read it: in memory that the task shares. */
function wordRows(flags: FlagSet): SharingRow[] {
  const written = (flag: CloneFlag): string => (flags.has(flag) ? 'written' : 'untouched')
  return [
    {
      id: 'parent-word',
      title: 'id for the creator',
      way: 'a word of the creator’s memory',
      predicted: written('PARENT_SETTID'),
    },
    {
      id: 'child-word',
      title: 'id for the task',
      way: 'a word of the task’s memory',
      predicted: written('CHILD_SETTID'),
    },
    {
      id: 'cleared-word',
      title: 'word at the end',
      way: 'the same word when the task is gone',
      predicted: flags.has('CHILD_CLEARTID') && flags.has('VM') ? 'cleared' : 'left alone',
    },
  ]
}
