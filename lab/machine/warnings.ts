import type { MachineCard } from '../../contract/machine.ts'
import type { Warning } from '../../contract/warning.ts'
import { formatCpuList } from './cpu-list.ts'
import { formatShare } from './describe.ts'

/** What this machine does to figures, before anything is measured. Each check looks at one thing and says one sentence. */
export function machineWarnings(card: MachineCard): Warning[] {
  return checks.flatMap((check) => check(card) ?? [])
}

type Check = (card: MachineCard) => Warning | null

const checks: readonly Check[] = [
  virtualMachine,
  stolenTime,
  cappedProcessorTime,
  frequencyScaling,
  backgroundLoad,
  asymmetricCores,
  coarseClock,
  slowClock,
]

function virtualMachine({ virtualisation, stealShareSinceBoot, frequency }: MachineCard): Warning | null {
  if (virtualisation?.kind !== 'virtual-machine') return null
  const name = virtualisation.hypervisor === null ? '' : ` under ${virtualisation.hypervisor}`
  const steal =
    stealShareSinceBoot === null ? '' : `; other guests took ${formatShare(stealShareSinceBoot)} of its time since boot`
  const governor = frequency.governor === null ? ', and the frequency of its cores is known to the host alone' : ''
  return {
    kind: 'virtual-machine',
    message: `This is a virtual machine${name}${steal}${governor}.`,
    advice:
      'Read wake-ups and page-table work as those of a guest, which may cost several times as much as on hardware; repeat on bare metal or on dedicated CPUs before quoting absolute figures.',
  }
}

/** From here on stolen time is more than the interval of a median would hide. */
const noticeableSteal = 0.01

function stolenTime({ stealShareSinceBoot }: MachineCard): Warning | null {
  if (stealShareSinceBoot === null || stealShareSinceBoot < noticeableSteal) return null
  return {
    kind: 'noisy-machine',
    message: `The hypervisor gave ${formatShare(stealShareSinceBoot)} of this machine's CPU time since boot to other guests.`,
    advice: 'Move to a host with fewer neighbours or to dedicated CPUs, or repeat when the neighbours are quiet.',
  }
}

function cappedProcessorTime({ limits, placement, processor }: MachineCard): Warning | null {
  const cap = limits.controlGroup.cpus
  const usable = placement.allowedCpus?.length ?? processor.hardwareThreads
  if (typeof cap !== 'number' || usable === null || cap >= usable) return null
  return {
    kind: 'noisy-machine',
    message: `Our control group may use ${Number(cap.toFixed(2))} CPUs' worth of time on ${usable} CPUs, and is stopped for the rest of each period once that is spent.`,
    advice: 'Raise or lift the CPU quota of the container or service (cpu.max, docker --cpus, CPUQuota=).',
  }
}

function frequencyScaling({ frequency }: MachineCard): Warning | null {
  if (frequency.scales !== true) return null
  const { minimumHz, maximumHz, boost, governor } = frequency
  const range =
    minimumHz === null || maximumHz === null ? '' : ` between ${gigahertz(minimumHz)} and ${gigahertz(maximumHz)} GHz`
  const by = [governor === null ? [] : `the governor is ${governor}`, boost === true ? 'boost is on' : []].flat()
  return {
    kind: 'frequency-scaling',
    message: `The cores' frequency may change${range} during a run: ${by.join(' and ')}.`,
    advice:
      boost === true
        ? 'Choose the governor performance and switch boost off (intel_pstate/no_turbo or cpufreq/boost) for comparisons, or rely on interleaved series.'
        : 'Choose the governor performance for comparisons, or rely on interleaved series.',
  }
}

/** A quarter of each CPU taken by others reaches every series of two tasks. */
const noticeableLoad = 0.25

function backgroundLoad({ load, processor }: MachineCard): Warning | null {
  if (load.averages === null || processor.hardwareThreads === null) return null
  const { oneMinute } = load.averages
  if (oneMinute < noticeableLoad * processor.hardwareThreads) return null
  return {
    kind: 'background-load',
    message: `Over the last minute ${oneMinute.toFixed(2)} tasks were running or waiting on average, for ${processor.hardwareThreads} hardware threads.`,
    advice: 'Close what is busy, or wait for the load to fall: after thousands of tasks end that takes a minute.',
  }
}

function asymmetricCores({ processor, placement }: MachineCard): Warning | null {
  const { allowedCpus } = placement
  const kinds = (processor.coreKinds ?? []).flatMap(({ name, hardwareThreads, cpus }) => {
    const usable = cpus === null || allowedCpus === null ? cpus : cpus.filter((cpu) => allowedCpus.includes(cpu))
    const size = usable?.length ?? hardwareThreads
    const where = usable === null ? '' : ` (CPUs ${formatCpuList(usable)})`
    return size === 0 ? [] : [`${size} ${name ?? 'unnamed'}${where}`]
  })
  if (kinds.length < 2) return null
  return {
    kind: 'asymmetric-cores',
    message: `The cores are not alike, by hardware threads: ${kinds.join(', ')}.`,
    advice: 'Pin the series to CPUs of one kind, with the placement option or by starting the program under taskset.',
  }
}

/** A thread starts in a few microseconds: from this step on, single operations cannot be told apart. */
const coarseNs = 1000

function coarseClock({ clock }: MachineCard): Warning | null {
  if (clock.resolutionNs === null || clock.resolutionNs < coarseNs) return null
  return {
    kind: 'clock-too-coarse',
    message: `The monotonic clock moves in steps of ${Math.round(clock.resolutionNs)} ns${clock.source === null ? '' : ` (source ${clock.source})`}.`,
    advice: 'Use larger batches, so that one sample is far above this step, or a finer clock source.',
  }
}

/** Sources that are read from a device or by a system call, in about a microsecond. */
const slowSources: ReadonlySet<string> = new Set(['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies', 'pit'])

function slowClock(card: MachineCard): Warning | null {
  const { source, readingNs } = card.clock
  if (source === null || !slowSources.has(source) || coarseClock(card) !== null) return null
  const cost = readingNs === null ? '' : `: ${Math.round(readingNs)} ns each here`
  return {
    kind: 'clock-too-coarse',
    message: `The clock source is ${source}, whose readings cost a system call${cost}.`,
    advice:
      'Use larger batches; the source tsc, where the kernel offers it in available_clocksource, is read directly.',
  }
}

function gigahertz(hertz: number): string {
  return (hertz / 1e9).toFixed(2)
}
