import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { claimMachine } from './measuring-lock.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('is claimed by one at a time, and can be claimed again when it was let go', () => {
  const folder = emptyFolder()
  const letGo = claimMachine(folder)
  expect(claimMachine(folder)).toMatchObject({ occupiedBy: process.pid })
  if (typeof letGo !== 'function') throw new Error('it was free')
  letGo()
  expect(claimMachine(folder)).toBeTypeOf('function')
})

it('is free where the process that claimed it is gone, or the claim makes no sense', () => {
  const folder = emptyFolder()
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  for (const claim of [String(pid), 'nonsense', '', '-1']) {
    writeFileSync(join(folder, 'measuring.lock'), claim)
    const letGo = claimMachine(folder)
    expect(letGo).toBeTypeOf('function')
    if (typeof letGo === 'function') letGo()
  }
})

it('fails with a sentence where a claim can be neither made nor removed, instead of trying for ever', () => {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'measuring.lock'))
  expect(() => claimMachine(folder)).toThrow(/measuring\.lock.*delete it/)
})
