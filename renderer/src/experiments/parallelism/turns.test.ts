import { expect, it } from 'vitest'
import { TURNS_WORDS } from './turns.ts'

it('does not say whose a core was that none of the workers had: only they are recorded', () => {
  expect(TURNS_WORDS).toMatch(/none of the workers had it\. Possible reasons: other programs, interrupts/)
  expect(TURNS_WORDS).not.toMatch(/somebody else/)
})
