import { describe, expect, it } from 'vitest'
import { FREE } from '../../model/scheduler/costs.ts'
import { parseWorkload } from '../../model/scheduler/parse-workload.ts'
import type { Costs } from '../../model/scheduler/schedule.ts'
import { simulate } from '../../model/scheduler/simulate.ts'
import { drawTimeline } from './character-timeline.ts'

function draw(
  text: string,
  { cores = 1, columns = 33, costs = FREE }: { cores?: number; columns?: number; costs?: Costs } = {},
): string[] {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  const machine = { cores, queues: 'one' as const, costs }
  return drawTimeline(simulate(parsed.workload, machine, { id: 'fifo', settings: {}, seed: 1 }), columns)
}

/** What stands right of the margin in the row that begins so. */
function row(lines: readonly string[], name: string): string {
  return lines.find((line) => line.startsWith(name))?.slice(13) ?? ''
}

describe('a timeline in characters', () => {
  it('shows each core and each task to scale, 1 ms a column', () => {
    const lines = draw(
      'process p { thread long { compute 12 ms } thread disk { compute 3 ms; io 2 ms; compute 3 ms } }',
    )
    expect(row(lines, 'core 0')).toBe('llllllllllllddd··ddd')
    expect(row(lines, 'l long')).toBe('▒▒▒▒▒▒▒▒▒▒▒▒')
    expect(row(lines, 'd disk')).toBe('············▒▒▒~~▒▒▒')
    expect(lines[0]?.slice(13).replaceAll('\u202f', ' ')).toMatch(/^0 +20\.0 ms$/)
  })

  it('shows a task that another blocks, and the cores beneath each other', () => {
    const text = 'mutex m\nprocess p { thread a ×2 { lock m; compute 10 ms; unlock m } }'
    const lines = draw(text, { cores: 2 })
    expect(row(lines, 'core 0')).toBe('aaaaaaaaaa··········')
    expect(row(lines, 'core 1')).toBe('··········2222222222')
    expect(row(lines, '2 a2')).toBe('!!!!!!!!!!▒▒▒▒▒▒▒▒▒▒')
  })

  it('shows what the machine charges', () => {
    const text = 'process p { thread a ×2 { compute 9 ms } }'
    expect(row(draw(text, { costs: { ...FREE, switchWithinProcess: 2e6 } }), 'core 0')).toBe('aaaaaaaaa//222222222')
  })

  it('says which character is which task where there are too many for a row each', () => {
    const lines = draw('process p { thread task ×80 { compute 1 ms } }', { columns: 100 })
    expect(lines.some((line) => line.startsWith('t task'))).toBe(false)
    expect(lines.join('\n')).toContain('t task1')
    // 62 characters are told apart; the others share one.
    expect(lines.join('\n')).toContain('* task80')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100)
  })

  it('keeps within the terminal, its legends too', () => {
    const lines = draw('process p { thread a { compute 20 ms } }', { columns: 80 })
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.join('\n')).toContain('! waits for another task')
  })

  it('says where half of the time is over, if there is room', () => {
    const [axis = ''] = draw('process p { thread a { compute 20 ms } }', { columns: 93 })
    expect(axis.slice(13).replaceAll('\u202f', ' ')).toMatch(/^0 {35,37}10\.0 ms {28,32}20\.0 ms$/)
  })

  it('needs time to be drawn', () => expect(draw('process p { thread a { } }')).toEqual(['Nothing took any time.']))
})
