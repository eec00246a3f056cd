/** The flags of clone(2) that may be combined here, as the kernel numbers them. Groups are those of the workbench. */
export const CLONE_FLAGS = [
  { name: 'VM', bit: 0x100, group: 'tables', effect: 'Both run in the same memory.' },
  { name: 'FILES', bit: 0x400, group: 'tables', effect: 'Both have the same table of open descriptors.' },
  { name: 'FS', bit: 0x200, group: 'tables', effect: 'Both have the same working directory, root and umask.' },
  { name: 'SIGHAND', bit: 0x800, group: 'tables', effect: 'Both have the same table of signal handlers.' },
  { name: 'SYSVSEM', bit: 0x40000, group: 'tables', effect: 'Both have the same list of System V semaphore undos.' },
  { name: 'IO', bit: 0x8000_0000, group: 'tables', effect: 'Both have the same I/O context, its priority included.' },
  {
    name: 'THREAD',
    bit: 0x10000,
    group: 'identity',
    effect: 'The task joins its creator’s thread group: one process, one getpid.',
  },
  {
    name: 'VFORK',
    bit: 0x4000,
    group: 'identity',
    effect: 'The creator stands still until the task has ended or runs another program.',
  },
  {
    name: 'PARENT_SETTID',
    bit: 0x10_0000,
    group: 'ids',
    effect: 'The kernel writes the task’s id into the creator’s memory.',
  },
  {
    name: 'CHILD_SETTID',
    bit: 0x100_0000,
    group: 'ids',
    effect: 'The kernel writes the task’s id into the task’s memory.',
  },
  {
    name: 'CHILD_CLEARTID',
    bit: 0x20_0000,
    group: 'ids',
    effect: 'At the task’s end the kernel clears a word of memory and wakes who waits for it.',
  },
  {
    name: 'NEWPID',
    bit: 0x2000_0000,
    group: 'namespaces',
    effect: 'The task starts a numbering of processes of its own, and is number 1 in it.',
  },
  { name: 'NEWUTS', bit: 0x400_0000, group: 'namespaces', effect: 'The task has a host name of its own.' },
  {
    name: 'NEWIPC',
    bit: 0x800_0000,
    group: 'namespaces',
    effect: 'The task has System V objects and message queues of its own.',
  },
  { name: 'NEWNS', bit: 0x2_0000, group: 'namespaces', effect: 'The task has mounts of its own.' },
  { name: 'NEWNET', bit: 0x4000_0000, group: 'namespaces', effect: 'The task has a network stack of its own.' },
  {
    name: 'NEWCGROUP',
    bit: 0x200_0000,
    group: 'namespaces',
    effect: 'The task sees control groups from its own one on.',
  },
  {
    name: 'NEWUSER',
    bit: 0x1000_0000,
    group: 'namespaces',
    effect: 'The task has user ids of its own, and every capability over what it makes.',
  },
] as const

export type CloneFlag = (typeof CLONE_FLAGS)[number]['name']
export type FlagGroup = (typeof CLONE_FLAGS)[number]['group']

/** What a combination of flags is made of. */
export type FlagSet = ReadonlySet<CloneFlag>

export const FLAG_NAMES: readonly CloneFlag[] = CLONE_FLAGS.map(({ name }) => name)

/** The namespaces that flags make: what `/proc/<pid>/ns` calls each, in the order of the flags. */
export const NAMESPACES: ReadonlyMap<CloneFlag, string> = new Map([
  ['NEWPID', 'pid'],
  ['NEWUTS', 'uts'],
  ['NEWIPC', 'ipc'],
  ['NEWNS', 'mnt'],
  ['NEWNET', 'net'],
  ['NEWCGROUP', 'cgroup'],
  ['NEWUSER', 'user'],
])

/** The flags among some words; words that are none are left out. */
export function flagSet(words: readonly (string | number)[]): FlagSet {
  return new Set(FLAG_NAMES.filter((name) => words.includes(name)))
}

/** The number that the kernel is given for them, without the signal in its lowest byte. */
export function cloneMask(flags: FlagSet): number {
  return CLONE_FLAGS.reduce((sum, { name, bit }) => sum + (flags.has(name) ? bit : 0), 0)
}

/** "VM FILES FS"; "none" for no flag at all. */
export function flagWords(flags: FlagSet): string {
  return FLAG_NAMES.filter((name) => flags.has(name)).join(' ') || 'none'
}

export function sameFlags(one: FlagSet, other: FlagSet): boolean {
  return cloneMask(one) === cloneMask(other)
}
