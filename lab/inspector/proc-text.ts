/** What of `/proc/<pid>/task/<tid>/stat` is of use here; the fields are numbered and explained in `proc_pid_stat(5)`. */
export interface Stat {
  name: string
  letter: string
  parent: number
  kernel: boolean
  nice: number
  threads: number
  /** Clock ticks since boot. */
  start: number
  core: number
  policy: number
  /** Whether the kernel tells us about its inside: what it waits for, for instance. */
  traceable: boolean
}

/** Fields of `stat` by their number in the manual; the state, number 3, is the first after the name. */
const FIRST = 3
const FIELD = {
  state: 3,
  parent: 4,
  flags: 9,
  nice: 19,
  threads: 20,
  start: 22,
  startCode: 26,
  endCode: 27,
  core: 39,
  policy: 41,
} as const
/** What stands in place of an address that is none of our business. */
const WITHHELD = 1
/** PF_KTHREAD in the kernel's `sched.h`. */
const KERNEL_THREAD = 0x0020_0000

/** Null for what is no such line, or not all of one. */
export function parseStat(text: Buffer): Stat | null {
  const open = text.indexOf('(')
  // The name may hold parentheses, spaces and newlines of its own: the fields begin after the last one.
  const close = text.lastIndexOf(')')
  if (open < 0 || close < open) return null
  const fields = text.toString('latin1', close + 2).split(' ')
  const field = (number: number): number => Number(fields[number - FIRST])
  const stat: Stat = {
    name: text.toString('utf8', open + 1, close),
    letter: fields[FIELD.state - FIRST] ?? '',
    parent: field(FIELD.parent),
    kernel: (field(FIELD.flags) & KERNEL_THREAD) !== 0,
    nice: field(FIELD.nice),
    threads: field(FIELD.threads),
    start: field(FIELD.start),
    core: field(FIELD.core),
    policy: field(FIELD.policy),
    traceable: field(FIELD.startCode) !== WITHHELD || field(FIELD.endCode) !== WITHHELD,
  }
  return /^[A-Za-z]$/.test(stat.letter) && Number.isFinite(stat.start + stat.policy + stat.parent) ? stat : null
}

/** Writes the three numbers of `schedstat` into `into`: nanoseconds on a core, nanoseconds waiting for one, times it got one. */
export function parseSchedstat(text: Buffer, into: Float64Array): void {
  let field = 0
  let value = 0
  for (const byte of text) {
    if (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + (byte - 0x30)
    } else {
      into[field++] = value
      value = 0
      if (field === 3) return
    }
  }
  if (field < 3) into[field] = value
}

/** `voluntary_ctxt_switches` and `nonvoluntary_ctxt_switches` of a `status` file, or null where they are not in it. */
export function parseSwitches(text: Buffer): { voluntary: number; involuntary: number } | null {
  // They are the last two lines; the first has the name, in which newlines are escaped.
  const found = /\nvoluntary_ctxt_switches:\s*(\d+)\nnonvoluntary_ctxt_switches:\s*(\d+)/.exec(text.toString('latin1'))
  return found ? { voluntary: Number(found[1]), involuntary: Number(found[2]) } : null
}
