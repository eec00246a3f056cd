import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { leastNice } from './permission.ts'

/** A machine whose kernel says this of the program. */
function machine(capabilities: string, nicePriority: string): string {
  const root = mkdtempSync(join(tmpdir(), 'threadlab-nice-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'proc/self'), { recursive: true })
  writeFileSync(join(root, 'proc/self/status'), `Name:\tnode\nCapEff:\t${capabilities}\n`)
  const limits = `Limit                     Soft Limit           Hard Limit           Units\nMax nice priority         ${nicePriority}                    ${nicePriority}\n`
  writeFileSync(join(root, 'proc/self/limits'), limits)
  return `${root}/`
}

it.each([
  ['no privilege', '0000000000000000', '0', 0],
  ['the capability', '0000000000800000', '0', -20],
  ['all capabilities but that one', '000001ffff7fffff', '0', 0],
  ['a limit that reaches to −10', '0000000000000000', '30', -10],
  ['no limit', '0000000000000000', 'unlimited', -20],
])('the least nice value with %s', (_, capabilities, limit, least) => {
  expect(leastNice(machine(capabilities, limit))).toBe(least)
})

it('is not known where the system does not say', () => {
  expect(leastNice('/nowhere/')).toBeNull()
})
