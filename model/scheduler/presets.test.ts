import { describe, expect, it } from 'vitest'
import { parseWorkload, printWorkload } from './parse-workload.ts'
import { WORKLOAD_PRESETS } from './presets.ts'

describe('the presets', () => {
  it.each(WORKLOAD_PRESETS.map((preset) => [preset.id, preset] as const))(
    '%s can be read, printed and read again',
    (_, { text, cores }) => {
      const parsed = parseWorkload(text)
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
      expect(parseWorkload(printWorkload(parsed.workload))).toEqual(parsed)
      expect(cores).toBeGreaterThan(0)
      for (const { affinity } of parsed.workload.tasks)
        for (const core of affinity ?? []) expect(core).toBeLessThan(cores)
    },
  )

  it('have ids of their own', () => {
    expect(new Set(WORKLOAD_PRESETS.map(({ id }) => id)).size).toBe(WORKLOAD_PRESETS.length)
  })
})
