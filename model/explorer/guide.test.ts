import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileProgram } from './compile.ts'

it('the program in the guide is one', () => {
  const guide = readFileSync(new URL('../../docs/model/explorer.md', import.meta.url), 'utf8')
  const program = /```\n([^`]*)```/.exec(guide)?.[1] ?? ''
  expect(program).toContain('thread Philosopher[5]')
  expect(compileProgram(program, 'access')).toMatchObject({ ok: true })
})
