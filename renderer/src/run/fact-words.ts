import { formatCount, formatDuration } from '../../../contract/figures.ts'

const BYTE_UNIT = /(?<=[a-z])(KiB|MiB|GiB)$/

/** Names that say too little once their humps are gone. */
const NAMES: Readonly<Record<string, string>> = {
  beatsUs: 'signs of life, µs from the deed',
  endedBySegv: 'processes ended by SIGSEGV',
  exitedNormally: 'processes ended with status 0',
  told: 'outcome known after',
  counts: 'counted while measuring',
  kernelCountedAtLeastAsMany: 'the kernel counted at least as many',
  otherCore: 'ran on another core',
  partnersCore: 'the partner’s core',
  sameCoreTwoHardwareThreads: 'hardware threads of one core',
  dataTlbMisses: 'misses of the data TLB',
  perfEventParanoid: 'perf_event_paranoid',
  voluntarySwitches: 'voluntary context switches',
  involuntarySwitches: 'involuntary context switches',
}

/** Numbers that name something: they are not counted in thousands. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['pid', 'tid', 'startedBy'])

/** The name of an observation in words: `parent-memory` → "parent memory", `countedByTheKernel` → "counted by the kernel". */
export function nameInWords(name: string): string {
  const known = NAMES[name]
  if (known !== undefined) return known
  return name
    .replaceAll('-', ' ')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .split(' ')
    .map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(' ')
}

/** A fact as it is read; a unit at the end of its name moves to its value: `pageTablesKiB: 48` → "page tables", "48 KiB". */
export function factInWords(name: string, value: string | number | boolean): { name: string; value: string } {
  if (typeof value !== 'number') {
    return { name: nameInWords(name), value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : value }
  }
  if (IDENTIFIERS.has(name)) return { name: nameInWords(name), value: String(value) }
  if (name === 'ns') return { name: 'time', value: formatDuration(value) }
  if (/[a-z]Ns$/.test(name)) return { name: nameInWords(name.slice(0, -2)), value: formatDuration(value) }
  const unit = BYTE_UNIT.exec(name)?.[0]
  if (unit) return { name: nameInWords(name.slice(0, -unit.length)), value: `${numberInWords(value)}\u202f${unit}` }
  return { name: nameInWords(name), value: numberInWords(value) }
}

function numberInWords(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)))
}
