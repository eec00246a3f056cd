import { expect, it, onTestFinished } from 'vitest'
import { createMachineReader } from './card.ts'
import { formatShare, machineInFourWords, machineInTwoLines, shortModel } from './describe.ts'
import { hybridIntelLaptop, layOutMachine } from './fixture-machine.ts'

async function cardOf(files: Record<string, string>) {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  return createMachineReader({ root: machine.root, platform: 'linux' }).card()
}

it('puts a machine into one short line', async () => {
  const card = await cardOf({
    ...hybridIntelLaptop(),
    'proc/sys/kernel/ostype': 'Linux\n',
    'proc/sys/kernel/osrelease': '6.18.4-generic\n',
  })
  expect(machineInFourWords(card)).toBe('Intel Core i7-1260U · 6 cores · bare metal · Linux 6.18')
})

it('puts the hardware on the first line and the system on the second', async () => {
  const card = await cardOf({
    ...hybridIntelLaptop(),
    'proc/meminfo': 'MemTotal: 16777216 kB\n',
    'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12"\n',
    'sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
  })
  const [hardware, system] = machineInTwoLines(card).map((line) => line.replaceAll('\u202f', ' '))
  expect(hardware).toContain('6 cores / 8 hardware threads (4 performance + 4 efficiency) · L1d 48 KiB')
  expect(hardware).toContain('· 16 GiB memory · bare metal')
  expect(system).toMatch(
    /^Debian GNU\/Linux 12 · .* · huge pages madvise · governor powersave · clock tsc · load 3\.10$/,
  )
})

it('leaves out what is unknown', async () => {
  const lines = machineInTwoLines(await cardOf({}))
  expect(lines.join('\n')).not.toMatch(/null|undefined|NaN/)
})

it.each([
  ['Intel(R) Xeon(R) CPU E5-2670 v3 @ 2.30GHz', 'Intel Xeon E5-2670 v3'],
  ['AMD Ryzen 9 7950X 16-Core Processor', 'AMD Ryzen 9 7950X'],
  ['Neoverse-N1', 'Neoverse-N1'],
  ['', null],
])('shortens %s', (model, short) => {
  expect(shortModel(model)).toBe(short)
})

it('does not round a small share down to nothing', () => {
  expect([0, 0.0004, 0.0123, 0.5].map(formatShare)).toEqual(['0.0 %', '0.04 %', '1.2 %', '50.0 %'])
})
