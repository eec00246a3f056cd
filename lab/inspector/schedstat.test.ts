import { expect, it, onTestFinished } from 'vitest'
import { layOutMachine } from '../machine/fixture-machine.ts'
import { keepsSchedstat } from './schedstat.ts'

it.each([
  [{}, false],
  [{ 'proc/self/schedstat': '0 0 0\n' }, false],
  [{ 'proc/self/schedstat': '81234567 1234 56\n' }, true],
])('on a machine with %j, the kernel says what threads run: %s', (files, keeps) => {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  expect(keepsSchedstat(machine)).toBe(keeps)
})
