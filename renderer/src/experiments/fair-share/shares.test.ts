import { expect, it } from 'vitest'

import { readShare, shareBars, sharesTwin, threadLabel } from './shares.ts'

const experiment = {
  ...{ id: 'fair-share', title: '', question: '', group: 'measure' as const, method: '' },
  ...{ parameters: [], series: [], parts: [], budgetSeconds: { full: 1, quick: 1 } },
}
const plan = ['A', 'B'].flatMap((thread, i) =>
  ['cpu', 'share'].map((part) => ({ id: 'threads', part, condition: { thread, nice: i * 5 } })),
)

it('there is a bar for each thread, with what its weight promises before anything is measured', () => {
  const bars = shareBars({ plan, series: new Map(), experiment })
  expect(bars.map(({ label, weight, median }) => [label, weight, median])).toEqual([
    ['A nice 0', 1024, null],
    ['B nice 5', 335, null],
  ])
  expect(bars[1]?.expected).toBeCloseTo(335 / 1359, 12)
  expect(bars[1] && readShare(bars[1])).toMatch(/^B nice 5: no samples yet · the weights say 24\.7.% \(weight 335\)$/)
  expect(sharesTwin(bars)).toBe('No samples yet.')
})

it('a negative nice value has a real minus', () => {
  expect(threadLabel('A', -5)).toBe('A nice −5')
})
