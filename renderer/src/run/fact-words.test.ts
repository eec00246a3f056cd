import { describe, expect, it } from 'vitest'
import { factInWords, nameInWords } from './fact-words.ts'

const read = (name: string, value: string | number | boolean): string => {
  const words = factInWords(name, value)
  return `${words.name}: ${words.value}`.replaceAll('\u202f', ' ')
}

describe('nameInWords', () => {
  it.each([
    ['parent-memory', 'parent memory'],
    ['countedByTheKernel', 'counted by the kernel'],
    ['creates', 'creates'],
    ['tasks-created', 'tasks created'],
    ['counts', 'counted while measuring'],
  ])('reads %s as "%s"', (name, words) => {
    expect(nameInWords(name)).toBe(words)
  })
})

describe('factInWords', () => {
  it.each([
    ['pageTablesKiB', 48, 'page tables: 48 KiB'],
    ['touchedMiB', 1024, 'touched: 1,024 MiB'],
    ['ns', 43_805_200, 'time: 43.8 ms'],
    ['faultNs', 900, 'fault: 900 ns'],
    ['minorFaults', 16_384, 'minor faults: 16,384'],
    ['share', 0.123456, 'share: 0.1235'],
    ['kernelCountedAtLeastAsMany', true, 'the kernel counted at least as many: yes'],
    ['created', 2000, 'created: 2,000'],
    ['pid', 27590, 'pid: 27590'],
    ['reaped', 2000, 'reaped: 2,000'],
    ['otherCore', 0, 'ran on another core: 0'],
    ['voluntarySwitches', 12, 'voluntary context switches: 12'],
    ['involuntarySwitches', 3, 'involuntary context switches: 3'],
    ['pages', '4k', 'pages: 4k'],
  ])('reads %s %s as "%s"', (name, value, words) => {
    expect(read(name, value)).toBe(words)
  })
})
