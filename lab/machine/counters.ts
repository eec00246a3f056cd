import type { MachineCard } from '../../contract/machine.ts'
import { listNames, readInteger, type FileRoot } from './small-file.ts'

/** Whether hardware counters could be had: the kernel's permission, and a driver for the processor's own unit. */
export function readCounters(from: FileRoot): MachineCard['counters'] {
  const units = listNames(from, 'sys/bus/event_source/devices')
  return {
    perfEventParanoid: readInteger(from, 'proc/sys/kernel/perf_event_paranoid'),
    // `cpu` on most, `cpu_core` and `cpu_atom` on hybrid Intel, `armv8_pmuv3_0` and `apple_*_pmu` on Arm.
    hardware: units?.some((unit) => /^cpu$|^cpu_(core|atom)$|^armv\d|^apple_.*_pmu$/.test(unit)) ?? null,
  }
}
