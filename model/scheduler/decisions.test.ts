import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { FREE } from './costs.ts'
import type { PolicyId } from './schedule.ts'
import { simulate } from './simulate.ts'
import { parseWorkload } from './parse-workload.ts'
import type { Workload } from './workload.ts'

/*
 * What a reader is told of each choice, computed by hand. All figures are those of the instant of the choice, and whoever
 * had the core until then stands among the candidates where it could have gone on.
 */

/** A long task and a shorter one from the beginning, and a short one that comes as the first quantum of 2 µs ends. */
const LATECOMER = `
  process p {
    thread A tickets 100 { compute 6 us }
    thread B tickets 50 { compute 4 us }
    thread C tickets 250 at 2 us { compute 1 us }
  }`
/** The same, all from the beginning. */
const TOGETHER = LATECOMER.replace('at 2 us', '')

function read(text: string): Workload {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message)
  return parsed.workload
}

/** Between a figure and its unit. */
const NO_BREAK = /[\u00a0\u202f]/g

/** `2 µs, core 0, A of [A 6.00 µs left | B 8.00 µs left]: Of 2 tasks …` for each decision. */
function told(id: PolicyId, text: string, settings: Record<string, number> = {}, cores = 1, seed = 1): string[] {
  const load = read(text)
  const machine = { cores, queues: cores === 1 ? 'one' : 'per-core', costs: FREE } as const
  const { decisions } = simulate(load, machine, { id, settings, seed }, { decisions: 100 })
  return decisions.map(({ at, core, chosen, candidates, why }) => {
    const who = candidates.map(({ task, figures }) => `${load.tasks[task]?.name} ${figures}`).join(' | ')
    const got = chosen === null ? 'nobody' : load.tasks[chosen]?.name
    return `${at / 1000} µs, core ${core}, ${got} of [${who}]: ${why}`.replaceAll(NO_BREAK, ' ')
  })
}

const ALONE = (name: string): string => `${name} is the only task that is ready for core 0.`
const IDLE = '11 µs, core 0, nobody of []: No task is ready that may run on core 0, so it stays idle.'

describe('the decisions that are written down', () => {
  it('under first in, first out compare how long each has waited', () => {
    expect(told('fifo', LATECOMER)).toEqual([
      '0 µs, core 0, A of [A waiting for 0 ns | B waiting for 0 ns]: Of 2 tasks A is first in the queue.',
      '6 µs, core 0, B of [B waiting for 6.00 µs | C waiting for 4.00 µs]: Of 2 tasks B is first in the queue.',
      `10 µs, core 0, C of [C waiting for 8.00 µs]: ${ALONE('C')}`,
      IDLE,
    ])
  })

  it('under shortest job first compare the next bursts', () => {
    expect(told('sjf', LATECOMER)).toEqual([
      '0 µs, core 0, B of [A next burst 6.00 µs | B next burst 4.00 µs]: Of 2 tasks B has the shortest next burst, 4.00 µs.',
      '4 µs, core 0, C of [A next burst 6.00 µs | C next burst 1.00 µs]: Of 2 tasks C has the shortest next burst, 1.00 µs.',
      `5 µs, core 0, A of [A next burst 6.00 µs]: ${ALONE('A')}`,
      IDLE,
    ])
  })

  it('under shortest time to completion first compare what is left, also of the task that is interrupted', () => {
    expect(told('stcf', LATECOMER)).toEqual([
      '0 µs, core 0, B of [A 6.00 µs left | B 4.00 µs left]: Of 2 tasks B has the least left of its burst, 4.00 µs.',
      '2 µs, core 0, C of [A 6.00 µs left | B 2.00 µs left | C 1.00 µs left]: Of 3 tasks C has the least left of its burst, 1.00 µs.',
      '3 µs, core 0, B of [A 6.00 µs left | B 2.00 µs left]: Of 2 tasks B has the least left of its burst, 2.00 µs.',
      `5 µs, core 0, A of [A 6.00 µs left]: ${ALONE('A')}`,
      IDLE,
    ])
  })

  it('under round robin put whoever had the core behind whoever arrives at that instant', () => {
    expect(told('rr', LATECOMER, { quantum: 2000 })).toEqual([
      '0 µs, core 0, A of [A waiting for 0 ns | B waiting for 0 ns]: Of 2 tasks A is first in the queue.',
      '2 µs, core 0, B of [A waiting for 0 ns | B waiting for 2.00 µs | C waiting for 0 ns]: Of 3 tasks B is first in the queue.',
      '4 µs, core 0, C of [A waiting for 2.00 µs | B waiting for 0 ns | C waiting for 2.00 µs]: Of 3 tasks C is first in the queue.',
      '5 µs, core 0, A of [A waiting for 3.00 µs | B waiting for 1.00 µs]: Of 2 tasks A is first in the queue.',
      '7 µs, core 0, B of [A waiting for 0 ns | B waiting for 3.00 µs]: Of 2 tasks B is first in the queue.',
      `9 µs, core 0, A of [A waiting for 2.00 µs]: ${ALONE('A')}`,
      IDLE,
    ])
  })

  it('under the multi-level feedback queue name levels, and what is left of the allotment but at the lowest', () => {
    const settings = { levels: 2, quantum: 2000, growth: 2, allotment: 1, boost: 0 }
    const top = 'level 1 of 2, 2.00 µs of its allotment left'
    expect(told('mlfq', LATECOMER, settings)).toEqual([
      `0 µs, core 0, A of [A ${top} | B ${top}]: Of 2 tasks A is first in the highest level that has anybody, level 1.`,
      `2 µs, core 0, B of [A level 2 of 2 | B ${top} | C ${top}]: Of 3 tasks B is first in the highest level that has anybody, level 1.`,
      `4 µs, core 0, C of [A level 2 of 2 | B level 2 of 2 | C ${top}]: Of 3 tasks C is first in the highest level that has anybody, level 1.`,
      '5 µs, core 0, A of [A level 2 of 2 | B level 2 of 2]: Of 2 tasks A is first in the highest level that has anybody, level 2.',
      `9 µs, core 0, B of [B level 2 of 2]: ${ALONE('B')}`,
      IDLE,
    ])
  })

  it('under the lottery name the ticket that was drawn, and it is held by the winner', () => {
    const seed = 7
    const random = seededRandom(seed)
    const drawn = (of: number): number => Math.floor(random() * of) + 1
    // A holds the tickets from 1 to 100, B those to 150, C those to 400.
    const first = drawn(400)
    const winner = first <= 100 ? 'A' : first <= 150 ? 'B' : 'C'
    const [decision] = told('lottery', TOGETHER, { quantum: 10_000 }, 1, seed)
    expect(decision).toBe(
      `0 µs, core 0, ${winner} of [A 100 tickets | B 50 tickets | C 250 tickets]: Of 3 tasks ${winner} holds the ticket that was drawn, number ${first} of 400.`,
    )
  })

  it('under stride compare passes, which a quantum moves by a stride, and begin at the global one', () => {
    // By then one task with all 150 tickets would have moved on by 10,000 / 150: there C begins.
    expect(told('stride', LATECOMER, { quantum: 2000 })).toEqual([
      '0 µs, core 0, A of [A pass 0, stride 100 | B pass 0, stride 200]: Of 2 tasks A has the smallest pass, 0.',
      '2 µs, core 0, B of [A pass 100, stride 100 | B pass 0, stride 200 | C pass 66.7, stride 40.0]: Of 3 tasks B has the smallest pass, 0.',
      '4 µs, core 0, C of [A pass 100, stride 100 | B pass 200, stride 200 | C pass 66.7, stride 40.0]: Of 3 tasks C has the smallest pass, 66.7.',
      '5 µs, core 0, A of [A pass 100, stride 100 | B pass 200, stride 200]: Of 2 tasks A has the smallest pass, 100.',
      // The same pass; B has waited since 4 µs.
      '7 µs, core 0, B of [A pass 200, stride 100 | B pass 200, stride 200]: Of 2 tasks B has the smallest pass, 200.',
      `9 µs, core 0, A of [A pass 200, stride 100]: ${ALONE('A')}`,
      IDLE,
    ])
  })

  it('under earliest eligible virtual deadline first name deadline, lag, and whether it is eligible', () => {
    // The first request of each is half a slice; a lag of 0 is eligible.
    const even = (name: string, deadline: string): string => `${name} virtual deadline ${deadline}, eligible (lag 0 ns)`
    const first = (name: string, due: string): string =>
      `${name} has the earliest virtual deadline of those that are eligible, ${due}.`
    expect(told('eevdf', LATECOMER, { slice: 2000, parity: 1 })).toEqual([
      `0 µs, core 0, A of [${even('A', '1.00 µs')} | ${even('B', '1.00 µs')}]: Of 2 tasks ${first('A', '1.00 µs')}`,
      `1 µs, core 0, B of [A virtual deadline 3.00 µs, not eligible (lag −500 ns) | B virtual deadline 1.00 µs, eligible (lag 500 ns)]: Of 2 tasks ${first('B', '1.00 µs')}`,
      `2 µs, core 0, C of [${even('A', '3.00 µs')} | ${even('B', '3.00 µs')} | ${even('C', '2.00 µs')}]: Of 3 tasks ${first('C', '2.00 µs')}`,
      `3 µs, core 0, A of [${even('A', '3.00 µs')} | ${even('B', '3.00 µs')}]: Of 2 tasks ${first('A', '3.00 µs')}`,
      `5 µs, core 0, B of [A virtual deadline 5.00 µs, not eligible (lag −1.00 µs) | B virtual deadline 3.00 µs, eligible (lag 1.00 µs)]: Of 2 tasks ${first('B', '3.00 µs')}`,
      `7 µs, core 0, A of [${even('A', '5.00 µs')} | ${even('B', '5.00 µs')}]: Of 2 tasks ${first('A', '5.00 µs')}`,
      `9 µs, core 0, B of [A virtual deadline 7.00 µs, not eligible (lag −1.00 µs) | B virtual deadline 5.00 µs, eligible (lag 1.00 µs)]: Of 2 tasks ${first('B', '5.00 µs')}`,
      `10 µs, core 0, A of [${even('A', '7.00 µs')}]: ${ALONE('A')}`,
      IDLE,
    ])
  })

  it('say from which queue a core pulls that has nothing of its own', () => {
    const text = `
      process p {
        thread A on 0 { compute 4 us }
        thread B on 1 { compute 1 us }
        thread C { compute 4 us }
        thread D { compute 1 us }
        thread E { compute 4 us }
      }`
    expect(told('fifo', text, {}, 2)).toEqual([
      '0 µs, core 0, A of [A waiting for 0 ns | C waiting for 0 ns | E waiting for 0 ns]: Of 3 tasks A is first in the queue.',
      '0 µs, core 1, B of [B waiting for 0 ns | D waiting for 0 ns]: Of 2 tasks B is first in the queue.',
      '1 µs, core 1, D of [D waiting for 1.00 µs]: D is the only task that is ready for core 1.',
      '2 µs, core 1, C of [C waiting for 2.00 µs | E waiting for 2.00 µs]: Core 1 has nothing of its own and pulls from core 0: of 2 tasks C is first in the queue.',
      '4 µs, core 0, E of [E waiting for 4.00 µs]: E is the only task that is ready for core 0.',
      '6 µs, core 1, nobody of []: No task is ready that may run on core 1, so it stays idle.',
      '8 µs, core 0, nobody of []: No task is ready that may run on core 0, so it stays idle.',
    ])
  })
})
