import { describe, expect, it, onTestFinished } from 'vitest'
import { parseCpuInfo } from './cpuinfo.ts'
import { amdServer, armBoard, hybridIntelLaptop, layOutMachine } from './fixture-machine.ts'
import { readText } from './small-file.ts'
import { detectVirtualisation, gatherVirtualisationEvidence, readContainer } from './virtualisation.ts'

function machineWith(files: Record<string, string>) {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  return machine
}

function virtualisationOf(files: Record<string, string>) {
  const machine = machineWith(files)
  const entries = parseCpuInfo(readText(machine, 'proc/cpuinfo') ?? '')
  return detectVirtualisation(gatherVirtualisationEvidence(machine, entries))
}

const x86Guest = { 'proc/cpuinfo': 'processor : 0\nmodel name : AMD EPYC\nflags : fpu hypervisor sse2\n' }
const armCpu = { 'proc/cpuinfo': 'processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0c\n' }
const sources = 'sys/devices/system/clocksource/clocksource0/available_clocksource'
const vendor = 'sys/class/dmi/id/sys_vendor'
const product = 'sys/class/dmi/id/product_name'

const guest = (hypervisor: string | null) => ({ kind: 'virtual-machine', hypervisor })
const bareMetal = { kind: 'none', hypervisor: null }

describe('on x86 the hypervisor bit decides', () => {
  it.each([
    ['a laptop', hybridIntelLaptop(), bareMetal],
    ['a server', amdServer(), bareMetal],
    ['a small virtual machine without firmware tables', { ...x86Guest, [sources]: 'tsc kvm-clock' }, guest('KVM')],
    [
      'VirtualBox, which runs on KVM’s interface',
      { ...x86Guest, [product]: 'VirtualBox', [sources]: 'kvm-clock' },
      guest('VirtualBox'),
    ],
    ['Azure', { ...x86Guest, [vendor]: 'Microsoft Corporation', [product]: 'Virtual Machine' }, guest('Hyper-V')],
    [
      'WSL',
      { ...x86Guest, 'proc/sys/kernel/osrelease': '5.15.90.1-microsoft-standard-WSL2' },
      guest('Hyper-V (WSL 2)'),
    ],
    ['a hypervisor that hides its name', x86Guest, guest(null)],
  ])('%s', (_, files, expected) => {
    expect(virtualisationOf(files)).toEqual(expected)
  })
})

describe('elsewhere its marks decide', () => {
  it.each([
    ['a board', armBoard(), bareMetal],
    ['QEMU with KVM', { ...armCpu, [vendor]: 'QEMU', [product]: 'KVM Virtual Machine' }, guest('KVM')],
    ['an Amazon guest', { ...armCpu, [vendor]: 'Amazon EC2', [product]: 'c7g.large' }, guest('Amazon Nitro')],
    ['an undivided Amazon machine', { ...armCpu, [vendor]: 'Amazon EC2', [product]: 'c7g.metal' }, bareMetal],
    [
      'a guest on unknown firmware',
      { ...armCpu, [vendor]: 'Cloud', 'sys/bus/virtio/devices/virtio0/uevent': '' },
      guest(null),
    ],
    ['a virtual board', { ...armCpu, 'proc/device-tree/compatible': 'linux,dummy-virt\0' }, guest(null)],
    ['no mark and no firmware', armCpu, null],
  ])('%s', (_, files, expected) => {
    expect(virtualisationOf(files)).toEqual(expected)
  })
})

it('finds the container runtime by its marks', () => {
  expect(readContainer(machineWith({ '.dockerenv': '' }))).toBe('Docker')
  expect(readContainer(machineWith({ 'proc/self/cgroup': '0::/kubepods.slice/kubepods-pod1.slice' }))).toBe(
    'Kubernetes',
  )
  expect(readContainer(machineWith({ 'proc/self/cgroup': '0::/user.slice' }))).toBeNull()
})
