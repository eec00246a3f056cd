import { formatBytes, formatCount, formatDuration, formatShare, threeDigits } from '../../../contract/figures.ts'
import type { Cap, MachineCard, ResourceLimit } from '../../../contract/machine.ts'
import type { TermName } from '../look/terms.ts'

export interface MachineFact {
  name: string
  /** Null where this system does not say. */
  value: string | null
  term?: TermName
}

export interface FactGroup {
  title: string
  facts: MachineFact[]
}

const fact = (name: string, value: string | number | null, term?: TermName): MachineFact => ({
  name,
  value: typeof value === 'number' ? formatCount(value) : value,
  ...(term ? { term } : {}),
})

const optional = <Value>(value: Value | null, words: (value: Value) => string): string | null =>
  value === null ? null : words(value)

const yesNo = (value: boolean | null): string | null => optional(value, (is) => (is ? 'yes' : 'no'))

const capWords = (cap: Cap, words: (value: number) => string = formatCount): string | null =>
  optional(cap, (value) => (value === 'unlimited' ? 'unlimited' : words(value)))

const limitWords = ({ soft, hard }: ResourceLimit, words?: (value: number) => string): string | null => {
  const [now, most] = [capWords(soft, words), capWords(hard, words)]
  return now === null ? null : now === most || most === null ? now : `${now}, can be raised to ${most}`
}

const hertz = (value: number): string => `${threeDigits(value / 1e9)}\u202fGHz`

/** Everything on a machine card, in groups for a definition list. */
export function machineFacts(card: MachineCard): FactGroup[] {
  return [
    processorFacts(card),
    systemFacts(card),
    memoryFacts(card),
    clockFacts(card),
    loadFacts(card),
    limitFacts(card),
    mitigationFacts(card),
  ].filter(({ facts }) => facts.length > 0)
}

function processorFacts({ processor, architecture, frequency, virtualisation, placement }: MachineCard): FactGroup {
  const kinds = processor.coreKinds ?? []
  return {
    title: 'Processor',
    facts: [
      fact('Model', processor.model),
      fact('Architecture', architecture),
      fact('Sockets, cores, hardware threads', coreWords(processor)),
      ...(kinds.length > 1
        ? [
            fact(
              'Kinds of core',
              kinds.map(({ name, hardwareThreads }) => `${hardwareThreads} ${name ?? 'unnamed'}`).join(', '),
            ),
          ]
        : []),
      fact(
        'We may run on',
        optional(placement.allowedCpus, (cpus) => `CPU ${cpus.join(', ')}`),
      ),
      ...(placement.isolatedCpus?.length ? [fact('Isolated', `CPU ${placement.isolatedCpus.join(', ')}`)] : []),
      fact('Governor', frequency.governor, 'governor'),
      fact(
        'Frequency',
        frequency.minimumHz === null || frequency.maximumHz === null
          ? null
          : `${hertz(frequency.minimumHz)} to ${hertz(frequency.maximumHz)}`,
      ),
      fact('Boost', yesNo(frequency.boost)),
      fact('Speed may change during a run', yesNo(frequency.scales)),
      fact(
        'Virtual machine',
        optional(virtualisation, ({ kind, hypervisor }) =>
          kind === 'none' ? 'no' : (hypervisor ?? 'yes, it does not give its name'),
        ),
      ),
    ],
  }
}

function coreWords({ sockets, cores, hardwareThreads }: MachineCard['processor']): string | null {
  const counts = [sockets, cores, hardwareThreads]
  return counts.every((count) => count === null) ? null : counts.map((count) => count ?? 'not known').join(', ')
}

function systemFacts({ kernel, operatingSystem, libc, container, runtime }: MachineCard): FactGroup {
  return {
    title: 'Kernel and libraries',
    facts: [
      fact('Kernel', `${kernel.name} ${kernel.release}`),
      fact('Built as', kernel.version),
      fact('System', operatingSystem),
      fact(
        'C library',
        optional(libc, ({ name, version }) => `${name} ${version ?? ''}`.trim()),
      ),
      fact('Container', container ?? 'none found'),
      fact('Node', `${runtime.node}, V8 ${runtime.v8}, libuv ${runtime.libuv}`),
      ...(runtime.electron === null ? [] : [fact('Electron', runtime.electron)]),
    ],
  }
}

function memoryFacts({ memory, pages }: MachineCard): FactGroup {
  const { transparentHuge } = pages
  return {
    title: 'Memory and pages',
    facts: [
      fact('Memory', formatBytes(memory.totalBytes)),
      fact('To be had now', optional(memory.availableBytes, formatBytes)),
      fact(
        'Swap',
        optional(memory.swapTotalBytes, (bytes) => (bytes === 0 ? 'none' : formatBytes(bytes))),
      ),
      fact('Page', optional(pages.bytes, formatBytes)),
      fact('Transparent huge pages', transparentHuge?.enabled ?? null, 'huge pages'),
      fact('Huge page', optional(transparentHuge?.bytes ?? null, formatBytes)),
      fact('Defragmentation for them', transparentHuge?.defrag ?? null),
    ],
  }
}

function clockFacts({ clock, counters }: MachineCard): FactGroup {
  return {
    title: 'Clock and counters',
    facts: [
      fact('Source', clock.source),
      fact('Smallest step', optional(clock.resolutionNs, formatDuration)),
      fact('One reading, from JavaScript', optional(clock.readingNs, formatDuration)),
      fact(
        'Hardware counters',
        optional(counters.hardware, (has) => (has ? 'the kernel has a driver' : 'none')),
      ),
      fact('perf_event_paranoid', counters.perfEventParanoid),
    ],
  }
}

function loadFacts({ load, stealShareSinceBoot }: MachineCard): FactGroup {
  return {
    title: 'Load',
    facts: [
      fact(
        'Average over 1, 5 and 15 minutes',
        optional(load.averages, (of) =>
          [of.oneMinute, of.fiveMinutes, of.fifteenMinutes].map((value) => value.toFixed(2)).join(', '),
        ),
      ),
      fact('Tasks running or ready', load.runningTasks),
      fact('Tasks', load.tasks),
      fact('Stolen since boot', optional(stealShareSinceBoot, formatShare), 'steal'),
    ],
  }
}

function limitFacts({ limits }: MachineCard): FactGroup {
  const { controlGroup } = limits
  return {
    title: 'Limits',
    facts: [
      fact('Tasks of our user', limitWords(limits.userTasks)),
      fact('Tasks of all users', limits.systemTasks),
      fact('Greatest task number', limits.pidMax),
      fact('Open files a process', limitWords(limits.openFiles)),
      fact('Stack of a thread', limitWords(limits.stackBytes, formatBytes)),
      fact('Mappings a process', limits.mappings),
      fact('Control group: CPUs', capWords(controlGroup.cpus, threeDigits)),
      fact('Control group: memory', capWords(controlGroup.memoryBytes, formatBytes)),
      fact('Control group: tasks', capWords(controlGroup.tasks)),
    ],
  }
}

function mitigationFacts({ mitigations }: MachineCard): FactGroup {
  if (mitigations === null) return { title: 'Mitigations', facts: [fact('Mitigations', null, 'mitigations')] }
  const entries = Object.entries(mitigations)
  const unaffected = entries.filter(([, words]) => words === 'Not affected').map(([name]) => name)
  return {
    title: 'Mitigations',
    facts: [
      ...entries.filter(([name]) => !unaffected.includes(name)).map(([name, words]) => fact(name, words)),
      ...(unaffected.length > 0 ? [fact('Not affected', unaffected.join(', '))] : []),
    ],
  }
}
