import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ProcFiles } from './proc-files.ts'
import { FollowedThread } from './read-thread.ts'

const STAT = `7 (busy) R 1 ${Array.from({ length: 37 }, () => '1').join(' ')}\n`
const SWITCHES = 'Name:\tbusy\nvoluntary_ctxt_switches:\t1000\nnonvoluntary_ctxt_switches:\t1\n'

/** A thread whose counters a test sets. */
function madeThread(): { thread: FollowedThread; count: (run: number, slices: number) => void } {
  const proc = mkdtempSync(join(tmpdir(), 'threadlab-proc-'))
  onTestFinished(() => rmSync(proc, { recursive: true, force: true }))
  const folder = join(proc, '7/task/7')
  mkdirSync(folder, { recursive: true })
  const count = (run: number, slices: number): void => writeFileSync(join(folder, 'schedstat'), `${run} 0 ${slices}\n`)
  for (const [name, text] of Object.entries({ stat: STAT, status: SWITCHES, wchan: '0' }))
    writeFileSync(join(folder, name), text)
  return { thread: new FollowedThread(0, 7, 7, proc), count }
}

it('asks for the switches of a thread again as long as it runs, also without another turn', () => {
  const { thread, count } = madeThread()
  const files = new ProcFiles(0)
  count(1_000_000, 5)
  thread.look(files, 0)
  expect(thread.isDueForSwitches(0)).toBe(true)
  expect(thread.readSwitches(files, 0)).toBe(true)
  count(901_000_000, 5)
  thread.look(files, 900)
  expect(thread.isDueForSwitches(900)).toBe(false)
  expect(thread.isDueForSwitches(1000)).toBe(true)
  thread.readSwitches(files, 1000)
  thread.look(files, 2500)
  expect(thread.isDueForSwitches(2500)).toBe(false)
})
