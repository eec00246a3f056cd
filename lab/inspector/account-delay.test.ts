import { expect, it, onTestFinished } from 'vitest'
import { layOutMachine } from '../machine/fixture-machine.ts'
import { readAccountDelay } from './account-delay.ts'

it.each([
  [{}, 0.2e9],
  [{ 'sys/devices/system/cpu/nohz_full': '(null)\n' }, 0.2e9],
  [{ 'sys/devices/system/cpu/nohz_full': '\n' }, 0.2e9],
  [{ 'sys/devices/system/cpu/nohz_full': '2-3\n' }, 1.5e9],
])('on a machine with %j, the account of a thread that runs is behind by less than %d ns', (files, nanoseconds) => {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  expect(readAccountDelay(machine)).toBe(nanoseconds)
})
