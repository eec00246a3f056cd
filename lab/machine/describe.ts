import { formatBytes } from '../../contract/figures.ts'
import type { Cache, MachineCard, Processor } from '../../contract/machine.ts'

/** Two lines for the terminal: the hardware, then the system that runs on it. What is unknown is left out. */
export function machineInTwoLines(card: MachineCard): [hardware: string, system: string] {
  const { processor, load, clock } = card
  const hardware = [
    shortModel(processor.model) ?? card.architecture,
    countCores(processor),
    processor.caches === null ? null : describeCaches(processor.caches),
    `${formatBytes(card.memory.totalBytes)} memory`,
    nameHost(card),
    card.container === null ? null : `${card.container} container`,
  ]
  const system = [
    card.operatingSystem,
    `${card.kernel.name} ${card.kernel.release} ${card.architecture}`,
    card.libc === null ? null : [card.libc.name, card.libc.version].filter((word) => word !== null).join(' '),
    card.pages.bytes === null ? null : `${formatBytes(card.pages.bytes)} pages`,
    card.pages.transparentHuge === null ? null : `huge pages ${card.pages.transparentHuge.enabled ?? 'unknown'}`,
    card.frequency.governor === null ? null : `governor ${card.frequency.governor}`,
    clock.source === null ? null : `clock ${clock.source}`,
    load.averages === null ? null : `load ${load.averages.oneMinute.toFixed(2)}`,
    card.stealShareSinceBoot === null ? null : `steal ${formatShare(card.stealShareSinceBoot)}`,
  ]
  return [joined(hardware), joined(system)]
}

/** One short line for a status bar: `AMD EPYC · 2 cores · KVM · Linux 6.18`. */
export function machineInFourWords(card: MachineCard): string {
  const { cores, hardwareThreads } = card.processor
  const size = cores !== null ? plural(cores, 'core') : plural(hardwareThreads, 'hardware thread')
  return joined([shortModel(card.processor.model) ?? card.architecture, size, nameHost(card), shortKernel(card)])
}

/** The model without marks, generation and clock rate: `Intel Core i7-12700H`, `AMD EPYC 7763`. */
export function shortModel(model: string | null): string | null {
  const short = model
    ?.replace(/\((R|TM|tm)\)|[®™]/g, '')
    .replace(/@.*$/, '')
    .replace(/\b\d+(st|nd|rd|th) Gen\b/, '')
    .replace(/\b(CPU|Processor|\d+-Core)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return short === undefined || short === '' ? null : short
}

function countCores({ sockets, cores, hardwareThreads, coreKinds }: Processor): string | null {
  const threads = plural(hardwareThreads, 'hardware thread')
  const kinds =
    coreKinds !== null && coreKinds.length > 1
      ? `(${coreKinds.map((kind) => `${kind.hardwareThreads} ${kind.name ?? 'other'}`).join(' + ')})`
      : null
  const parts = [
    sockets !== null && sockets > 1 ? `${plural(sockets, 'socket')},` : null,
    cores === null ? null : plural(cores, 'core'),
    cores !== null && threads !== null ? '/' : null,
    threads,
    kinds,
  ]
  return parts.filter((part) => part !== null).join(' ') || null
}

const marks: Readonly<Record<Cache['type'], string>> = { data: 'd', instruction: 'i', unified: '' }

function describeCaches(caches: readonly Cache[]): string {
  return caches.map(({ level, type, bytes }) => `L${level}${marks[type]} ${formatBytes(bytes)}`).join(' ')
}

function nameHost({ virtualisation }: MachineCard): string | null {
  if (virtualisation === null) return null
  return virtualisation.kind === 'none' ? 'bare metal' : (virtualisation.hypervisor ?? 'virtual machine')
}

function shortKernel({ kernel }: MachineCard): string {
  return `${kernel.name} ${/^\d+\.\d+/.exec(kernel.release)?.[0] ?? kernel.release}`
}

/** 0.0123 is `1.2 %`, 0.0004 is `0.04 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 2 : 1)} %`
}

function plural(amount: number | null, word: string): string | null {
  return amount === null ? null : `${amount} ${word}${amount === 1 ? '' : 's'}`
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ')
}
