import { NAMESPACES, type CloneFlag, type FlagSet } from './clone-flags.ts'

/** Why the kernel makes no task of a combination. */
export interface Refusal {
  /** The error's symbolic name. */
  errno: string
  /** What stands against it, in a few words: "SIGHAND needs VM". */
  rule: string
  /** The same in a sentence, with what is behind it. */
  reason: string
}

/** What the kernel answered when a namespace was asked for alone and it made none: the error's name. */
export type Denials = ReadonlyMap<CloneFlag, string>

interface Rule {
  breaks: (flags: FlagSet) => boolean
  rule: string
  because: string
}

/** In the order in which Linux looks at them (kernel/fork.c, copy_process). All end with EINVAL. */
const RULES: readonly Rule[] = [
  {
    breaks: (flags) => flags.has('NEWNS') && flags.has('FS'),
    rule: 'NEWNS and FS exclude each other',
    because: 'a working directory cannot be shared between different sets of mounts',
  },
  {
    breaks: (flags) => flags.has('NEWUSER') && flags.has('FS'),
    rule: 'NEWUSER and FS exclude each other',
    because: 'a root directory must not be shared between different sets of users',
  },
  {
    breaks: (flags) => flags.has('THREAD') && !flags.has('SIGHAND'),
    rule: 'THREAD needs SIGHAND',
    because: 'the threads of a process have one table of signal handlers',
  },
  {
    breaks: (flags) => flags.has('SIGHAND') && !flags.has('VM'),
    rule: 'SIGHAND needs VM',
    because: 'a handler is an address, which means nothing in other memory',
  },
  {
    breaks: (flags) => flags.has('THREAD') && flags.has('NEWUSER'),
    rule: 'THREAD and NEWUSER exclude each other',
    because: 'the threads of a process have the same users',
  },
  {
    breaks: (flags) => flags.has('THREAD') && flags.has('NEWPID'),
    rule: 'THREAD and NEWPID exclude each other',
    because: 'the threads of a process are numbered in one namespace',
  },
]

const UNDO_RULE: Rule = {
  breaks: (flags) => flags.has('NEWIPC') && flags.has('SYSVSEM'),
  rule: 'NEWIPC and SYSVSEM exclude each other',
  because: 'an undo list belongs to the semaphores of one namespace',
}

/**
 * Whether the kernel will refuse a combination, and why; null where it will not. Permission is asked for after the rules,
 * but before the last of them, as Linux does. A new user namespace brings the capability that the others need.
 */
export function refusalOf(flags: FlagSet, denied: Denials): Refusal | null {
  const broken = RULES.find(({ breaks }) => breaks(flags))
  if (broken) return against(broken)
  const namespaces = [...NAMESPACES.keys()].filter((flag) => flags.has(flag))
  const barred = flags.has('NEWUSER') ? namespaces.filter((flag) => flag === 'NEWUSER') : namespaces
  for (const flag of barred) {
    const errno = denied.get(flag)
    if (errno !== undefined) return { errno, rule: `${flag} is not permitted`, reason: denialOf(flag, errno) }
  }
  return UNDO_RULE.breaks(flags) ? against(UNDO_RULE) : null
}

function against({ rule, because }: Rule): Refusal {
  return { errno: 'EINVAL', rule, reason: `${rule}: ${because}.` }
}

/** Why a namespace cannot be had, in a sentence. */
export function denialOf(flag: CloneFlag, errno: string): string {
  if (errno !== 'EPERM') return `${flag} was tried here and the kernel answered ${errno}.`
  return flag === 'NEWUSER'
    ? 'NEWUSER was tried here and the kernel answered EPERM: this system lets only the privileged make user namespaces.'
    : `${flag} needs privilege (CAP_SYS_ADMIN): it was tried here and the kernel answered EPERM. With NEWUSER the task gets it.`
}
