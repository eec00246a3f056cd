import { expect, it } from 'vitest'
import { nameChoices, processChoices } from './process-choices.ts'

const entries = [
  { pid: 1, name: 'init', threads: 1, own: false },
  { pid: 40, name: 'node', threads: 11, own: true },
  { pid: 41, name: 'node', threads: 7, own: true },
  { pid: 100, name: 'nodejs-tool', threads: 1, own: true },
]

it('finds processes by a part of their name or the beginning of their number', () => {
  expect(processChoices(entries, 'NODE').map(({ value }) => value)).toEqual(['40', '41', '100'])
  expect(processChoices(entries, '4').map(({ value }) => value)).toEqual(['40', '41'])
  expect(processChoices(entries, '1').map(({ value }) => value)).toEqual(['100', '1'])
})

it('says whose a process is, where it is another user’s', () => {
  expect(processChoices(entries, 'init')[0]?.detail).toBe('1 · 1 thread · another user’s')
})

it('gives no number of threads where the system tells none', () => {
  const untold = [{ pid: 7, name: 'x', threads: null, own: true }]
  expect(processChoices(untold, '')[0]?.detail).toBe('7')
  expect(nameChoices(untold, '')[0]?.detail).toBe('1 process')
})

it('counts the processes and threads of a name', () => {
  expect(nameChoices(entries, 'node')).toEqual([
    { value: 'node', name: 'node', detail: '2 processes · 18 threads' },
    { value: 'nodejs-tool', name: 'nodejs-tool', detail: '1 process · 1 thread' },
  ])
})
