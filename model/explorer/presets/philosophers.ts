import type { ExplorerPreset } from './preset.ts'

const group = 'Dining philosophers'

/** Philosophers round a table, each with a fork to the left and one shared with the next; each eats once. */
export function diningPhilosophers(seats: number): string {
  const next = `(id + 1) % ${String(seats)}`
  return `mutex fork[${String(seats)}]

thread Philosopher[${String(seats)}] {
  lock(fork[id])
  lock(fork[${next}])
  // eats
  unlock(fork[id])
  unlock(fork[${next}])
}
`
}

export const PHILOSOPHERS: readonly ExplorerPreset[] = [
  {
    id: 'philosophers',
    title: 'Five philosophers, five forks',
    situation:
      'Each philosopher needs the fork on either side to eat and takes the left one first. If all have their left one, nobody ever eats.',
    goal: 'deadlock',
    group,
    source: diningPhilosophers(5),
  },
  {
    id: 'philosophers-ordered',
    title: '… of whom one begins on the right',
    situation:
      'The last philosopher takes the forks in the other order, which is the order of their numbers. The circle cannot close.',
    goal: null,
    group,
    source: `mutex fork[5]

thread Philosopher[4] {
  lock(fork[id])
  lock(fork[id + 1])
  // eats
  unlock(fork[id])
  unlock(fork[id + 1])
}

thread Last {
  lock(fork[0])
  lock(fork[4])
  // eats
  unlock(fork[0])
  unlock(fork[4])
}
`,
  },
]
