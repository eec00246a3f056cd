import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listsOwnProcessesOnly } from './proc-mount.ts'
import { checkTarget } from './target-check.ts'

/** A machine of our own, with these files under it. */
function machineWith(files: Record<string, string>): { root: string } {
  const root = mkdtempSync(join(tmpdir(), 'threadlab-machine-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ 'proc/self/mountinfo': '', ...files })) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root }
}

const mount = (options: string): string => `22 1 0:21 / /proc rw,relatime shared:5 - proc proc rw${options}\n`
const refusal = (from: { root: string }): (() => void) => {
  return () => checkTarget({ follow: 'process', pid: 7 }, from)
}

/** Process 1 is somebody else's, for all but root. */
const FIRST = { 'proc/1/status': 'Name:\tinit\nTgid:\t1\n' }

describe('a process to follow', () => {
  it('is good where it is there', () => {
    refusal(machineWith({ 'proc/7/status': 'Name:\tx\nTgid:\t7\n' }))()
  })

  it('is refused in a sentence where it is a thread, not to be read, or not there', () => {
    expect(refusal(machineWith({ 'proc/7/status': 'Name:\tx\nTgid:\t5\n' }))).toThrow('7 is a thread of process 5')
    expect(refusal(machineWith({ 'proc/7/other': '' }))).toThrow('does not let you read it')
    expect(refusal(machineWith({}))).toThrow('There is no process 7; it may have ended. Choose another.')
    expect(refusal(machineWith({ 'proc/self/mountinfo': mount(',hidepid=2') }))).toThrow('hidepid')
    expect(refusal(machineWith({ ...FIRST, 'proc/self/mountinfo': mount(',hidepid=2') }))).toThrow(
      'There is no process 7; it may have ended. Choose another.',
    )
  })
})

describe('/proc', () => {
  it.each<[string, boolean]>([
    [mount(''), false],
    [mount(',hidepid=1'), false],
    [mount(',hidepid=2'), true],
    [mount(',hidepid=invisible,gid=4'), true],
    [mount(',hidepid=ptraceable'), true],
    [mount('') + mount(',hidepid=2'), true],
    [mount(',hidepid=2') + mount(''), false],
    ['', false],
  ])('mounted as %j lists own processes only: %s', (mountinfo, own) =>
    expect(listsOwnProcessesOnly(machineWith({ 'proc/self/mountinfo': mountinfo }))).toBe(own),
  )

  it('lists others too, however it is mounted, for root and for members of the group that it names', () => {
    const from = machineWith({ ...FIRST, 'proc/self/mountinfo': mount(',hidepid=invisible,gid=4') })
    expect(listsOwnProcessesOnly(from)).toBe(false)
  })
})
