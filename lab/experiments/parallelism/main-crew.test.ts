import { expect, it } from 'vitest'
import { mainCrew } from './main-crew.ts'

it.each([
  [[1, 2, 4, 8], 4, 4],
  [[1, 2, 5], 4, 2],
  [[5, 2, 1], 4, 2],
  [[1, 2, 4], 1, 2],
  [[1, 8, 6], 4, 6],
  [[1], 4, null],
])('of crews of %j on %d cores the main one has %j workers', (sizes, cores, expected) => {
  expect(mainCrew(sizes, cores)).toBe(expected)
})
