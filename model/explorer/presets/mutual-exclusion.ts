import type { ExplorerPreset } from './preset.ts'

const group = 'Mutual exclusion without a lock'

export const MUTUAL_EXCLUSION: readonly ExplorerPreset[] = [
  {
    id: 'peterson',
    title: 'Peterson’s algorithm',
    situation:
      'Each thread says that it wants to enter, then leaves the turn to the other, and waits while the other wants to and has the turn. Never are both inside.',
    goal: null,
    group,
    source: `atomic wants[2]
atomic turn
shared inside

thread P[2] {
  wants[id] = 1
  turn = 1 - id
  while wants[1 - id] && turn == 1 - id {
  }
  inside = inside + 1
  assert inside == 1
  inside = inside - 1
  wants[id] = 0
}

expect inside == 0
`,
  },
  {
    id: 'peterson-broken',
    title: '… with its first two lines exchanged',
    situation:
      'Each thread leaves the turn to the other before it says that it wants to enter. Both can be inside: between the two lines of one, the other leaves the turn to it and enters.',
    goal: 'assertion',
    group,
    source: `atomic wants[2]
atomic turn
shared inside

thread P[2] {
  turn = 1 - id
  wants[id] = 1
  while wants[1 - id] && turn == 1 - id {
  }
  inside = inside + 1
  assert inside == 1
  inside = inside - 1
  wants[id] = 0
}

expect inside == 0
`,
  },
]
