import { describe, expect, it } from 'vitest'
import { FREE } from '../costs.ts'
import { parseWorkload } from '../parse-workload.ts'
import type { Schedule } from '../schedule.ts'
import { simulate } from '../simulate.ts'

/** With a slice of 3 ms, so that the first request of each task is 1.5 ms. */
function run(threads: string, { cores = 1, parity = 1 } = {}): Schedule {
  const parsed = parseWorkload(`process p {\n${threads}\n}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  const machine = { cores, queues: 'one', costs: FREE } as const
  const policy = { id: 'eevdf', settings: { slice: 3e6, parity }, seed: 1 } as const
  return simulate(parsed.workload, machine, policy, { decisions: 100 })
}

/** `A 0–1.5` for each of the first slices, in milliseconds. */
function story({ slices, tasks }: Schedule, first: number): string[] {
  return Array.from({ length: first }, (_, row) => {
    const name = tasks[slices.task[row] ?? -1]?.name ?? ''
    return `${name} ${(slices.from[row] ?? 0) / 1e6}–${(slices.to[row] ?? 0) / 1e6}`
  })
}

/** What is said of a task in the decision at a time in milliseconds. */
function figuresAt({ decisions, tasks }: Schedule, at: number, name: string): string | undefined {
  const candidates = decisions.filter((decision) => decision.at === at * 1e6).flatMap((decision) => decision.candidates)
  return candidates.find(({ task }) => tasks[task]?.name === name)?.figures.replaceAll('\u202f', ' ')
}

describe('a task that comes back', () => {
  it('has the lag that it left with, though its joining moves the average', () => {
    // At 2 ms A has run 1.5 ms and B 0.5, 0.5 less than the average. At 12 A is at 11.5, and B is put at 10.5.
    const schedule = run('thread A { compute 50 ms }\nthread B { compute 0.5 ms; io 10 ms; compute 1 ms }')
    expect(figuresAt(schedule, 12, 'B')).toBe('virtual deadline 13.5 ms, eligible (lag 500 µs)')
  })

  it('is held to two slices of what it was ahead', () => {
    // Three share core 0 and have 10 ms each where B, alone on core 1, has 30: it is 15 ms ahead of the average.
    const schedule = run('thread A ×3 on 0 { compute 50 ms }\nthread B on 1 { compute 30 ms; io 1 ms; compute 1 ms }', {
      cores: 2,
    })
    expect(figuresAt(schedule, 31, 'B')).toMatch(/not eligible \(lag −6\.00 ms\)$/)
  })

  it('takes no core away while it is ahead itself', () => {
    // At 2.4 ms A is at 1.4, C at 0, and B, which left 2/3 ms ahead of the average, is put at 1.7: above all of them.
    const threads = ['B { compute 1 ms; io 1.4 ms; compute 9 ms }', 'A { compute 9 ms }', 'C { compute 9 ms }']
    const schedule = run(threads.map((thread) => `thread ${thread}`).join('\n'))
    expect(story(schedule, 3)).toEqual(['B 0–1', 'A 1–2.5', 'C 2.5–4'])
  })
})

describe('run to parity', () => {
  // At 6.5 ms A is at 4.5 and C, which runs, at 2 with a deadline of 4.5. N comes at 3.25 and is due at 3.74.
  const threads = `thread A { compute 50 ms }
    thread C { compute 50 ms }
    thread N at 6.5 ms nice -5 { compute 1 ms }`

  it('lets a task that is not ahead serve its request', () => {
    expect(story(run(threads), 5)).toEqual(['A 0–1.5', 'C 1.5–3', 'A 3–6', 'C 6–9', 'N 9–10'])
  })

  it('switched off gives the core to an earlier deadline at once', () => {
    expect(story(run(threads, { parity: 0 }), 5)).toEqual(['A 0–1.5', 'C 1.5–3', 'A 3–6', 'C 6–6.5', 'N 6.5–7.5'])
  })
})

describe('a task that yields', () => {
  it('is due a slice later', () => {
    const schedule = run('thread A { compute 0.5 ms; yield; compute 5 ms }\nthread B { compute 5 ms }')
    expect(figuresAt(schedule, 0.5, 'A')).toBe('virtual deadline 4.50 ms, not eligible (lag −250 µs)')
    expect(story(schedule, 2)).toEqual(['A 0–0.5', 'B 0.5–2'])
  })
})
