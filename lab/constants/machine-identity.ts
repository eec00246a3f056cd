import type { MachineCard } from '../../contract/machine.ts'

/**
 * What makes two cards those of one machine: the hardware, and the kernel with its mitigations, since either decides what
 * the same call costs. Load, limits and settings that change from run to run are not in it.
 */
export function machineIdentity(card: MachineCard): string {
  const { platform, architecture, kernel, processor, virtualisation, mitigations } = card
  const { model, sockets, cores, hardwareThreads } = processor
  const vulnerabilities = Object.entries(mitigations ?? {}).sort(([one], [other]) => one.localeCompare(other))
  return JSON.stringify([
    platform,
    architecture,
    kernel.release,
    [model, sockets, cores, hardwareThreads],
    virtualisation?.hypervisor ?? null,
    vulnerabilities,
  ])
}
