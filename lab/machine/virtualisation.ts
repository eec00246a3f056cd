import type { Virtualisation } from '../../contract/machine.ts'
import type { CpuInfoEntry } from './cpuinfo.ts'
import { listNames, readText, type FileRoot } from './small-file.ts'

/** The marks by which a hypervisor shows. Every text is null where the file is missing. */
type VirtualisationEvidence = {
  /** CPUID's hypervisor bit as /proc/cpuinfo prints it; null on architectures without CPUID. */
  hypervisorFlag: boolean | null
  /** /sys/hypervisor/type: `xen`. */
  hypervisorType: string | null
  /** Vendor and product that the firmware reports (DMI). */
  firmware: string | null
  /** Names of the clock sources on offer: `kvm-clock` and its like come from the hypervisor. */
  clockSources: string | null
  /** The device tree's own name for the machine, its hypervisor node included. */
  deviceTree: string | null
  kernelRelease: string | null
  /** Whether there are paravirtual devices, which hardware does not have. */
  virtioDevices: boolean
}

export function gatherVirtualisationEvidence(from: FileRoot, entries: readonly CpuInfoEntry[]): VirtualisationEvidence {
  const texts = (...paths: string[]) => {
    const found = paths.flatMap((path) => readText(from, path) ?? [])
    return found.length === 0 ? null : found.join(' ')
  }
  const dmi = 'sys/class/dmi/id'
  const tree = 'proc/device-tree'
  return {
    hypervisorFlag: entries[0]?.flags?.has('hypervisor') ?? null,
    hypervisorType: texts('sys/hypervisor/type'),
    firmware: texts(`${dmi}/sys_vendor`, `${dmi}/product_name`, `${dmi}/bios_vendor`),
    clockSources: texts('sys/devices/system/clocksource/clocksource0/available_clocksource'),
    deviceTree: texts(`${tree}/hypervisor/compatible`, `${tree}/model`, `${tree}/compatible`),
    kernelRelease: texts('proc/sys/kernel/osrelease'),
    virtioDevices: (listNames(from, 'sys/bus/virtio/devices') ?? []).length > 0,
  }
}

/** Marks from the particular to the general: a product's own name says more than the KVM under it. */
const marks: readonly { name: string; of: keyof VirtualisationEvidence; pattern: RegExp }[] = [
  { name: 'Hyper-V (WSL 2)', of: 'kernelRelease', pattern: /microsoft/i },
  { name: 'VMware', of: 'firmware', pattern: /VMware/ },
  { name: 'VirtualBox', of: 'firmware', pattern: /VirtualBox|innotek/ },
  { name: 'Parallels', of: 'firmware', pattern: /Parallels/ },
  { name: 'Apple Virtualization', of: 'firmware', pattern: /Apple Virtualization/ },
  { name: 'bhyve', of: 'firmware', pattern: /bhyve/i },
  { name: 'Hyper-V', of: 'firmware', pattern: /Microsoft Corporation Virtual Machine/ },
  { name: 'Xen', of: 'hypervisorType', pattern: /^xen$/ },
  { name: 'KVM', of: 'clockSources', pattern: /\bkvm-clock\b/ },
  { name: 'Hyper-V', of: 'clockSources', pattern: /\bhyperv_clocksource/ },
  { name: 'Xen', of: 'clockSources', pattern: /\bxen\b/ },
  { name: 'KVM', of: 'firmware', pattern: /KVM|Google Compute Engine/ },
  { name: 'KVM', of: 'deviceTree', pattern: /linux,kvm/ },
  { name: 'Xen', of: 'deviceTree', pattern: /xen,xen/ },
  { name: 'QEMU', of: 'firmware', pattern: /QEMU/ },
]

/**
 * On x86 the hypervisor bit decides and the other marks only give the name. Elsewhere a mark or a
 * paravirtual device decides; Amazon's firmware calls its undivided machines `.metal`; firmware or a board's device tree
 * without any such mark means none.
 */
export function detectVirtualisation(evidence: VirtualisationEvidence): Virtualisation | null {
  const none: Virtualisation = { kind: 'none', hypervisor: null }
  if (evidence.hypervisorFlag === false && evidence.hypervisorType === null) return none
  const hypervisor = marks.find(({ of, pattern }) => pattern.test(String(evidence[of] ?? '')))?.name ?? null
  const amazonGuest = /Amazon EC2/.test(evidence.firmware ?? '') && !/\.metal/.test(evidence.firmware ?? '')
  const dummyBoard = /linux,dummy-virt/.test(evidence.deviceTree ?? '')
  if (hypervisor !== null || evidence.hypervisorFlag === true || evidence.virtioDevices || amazonGuest || dummyBoard)
    return { kind: 'virtual-machine', hypervisor: hypervisor ?? (amazonGuest ? 'Amazon Nitro' : null) }
  return evidence.firmware !== null || evidence.deviceTree !== null ? none : null
}

/** The container runtime whose mark is found in the root folder or in the name of our control group. */
export function readContainer(from: FileRoot): string | null {
  if (readText(from, '.dockerenv') !== null) return 'Docker'
  if (readText(from, 'run/.containerenv') !== null) return 'Podman'
  const groups = readText(from, 'proc/self/cgroup') ?? ''
  const named = [
    { mark: /kubepods/, name: 'Kubernetes' },
    { mark: /docker/, name: 'Docker' },
    { mark: /libpod/, name: 'Podman' },
    { mark: /\/lxc/, name: 'LXC' },
  ]
  return named.find(({ mark }) => mark.test(groups))?.name ?? null
}
