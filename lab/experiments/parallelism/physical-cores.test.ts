import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { countPhysicalCores } from './physical-cores.ts'

function machineWith(siblings: Readonly<Record<number, string>>): { root: string } {
  const root = mkdtempSync(join(tmpdir(), 'threadlab-cores-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [cpu, list] of Object.entries(siblings)) {
    const folder = join(root, `sys/devices/system/cpu/cpu${cpu}/topology`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'thread_siblings_list'), `${list}\n`)
  }
  return { root }
}

it('two hardware threads of one core are one physical core', () => {
  const machine = machineWith({ 0: '0,2', 1: '1,3', 2: '0,2', 3: '1,3' })
  expect(countPhysicalCores([0, 1, 2, 3], machine)).toBe(2)
  expect(countPhysicalCores([0, 2], machine)).toBe(1)
  expect(countPhysicalCores([0, 1], machine)).toBe(2)
})

it('a machine that does not say has no number', () => {
  expect(countPhysicalCores([0], { root: '/nowhere' })).toBeNull()
  expect(countPhysicalCores([])).toBeNull()
})
