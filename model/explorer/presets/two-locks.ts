import type { ExplorerPreset } from './preset.ts'

const group = 'Two locks: a deadlock and its four cures'

export const TWO_LOCKS: readonly ExplorerPreset[] = [
  {
    id: 'two-locks',
    title: 'Two locks, taken crosswise',
    situation:
      'Each thread moves money from one account to the other and locks first the one it takes from. If each gets its first lock, neither gets its second.',
    goal: 'deadlock',
    group,
    source: `shared left = 10
shared right = 10
mutex left_lock
mutex right_lock

thread A {
  lock(left_lock)
  lock(right_lock)
  left = left - 1
  right = right + 1
  unlock(right_lock)
  unlock(left_lock)
}

thread B {
  lock(right_lock)
  lock(left_lock)
  right = right - 1
  left = left + 1
  unlock(left_lock)
  unlock(right_lock)
}

expect left + right == 20
`,
  },
  {
    id: 'two-locks-shareable',
    title: 'Cure 1: locks that can be shared',
    situation:
      'A deadlock needs something that only one can have. These threads only read, and read locks can be held by both at once. It is no cure for threads that write.',
    goal: null,
    group,
    source: `shared left = 10
shared right = 10
rwlock left_lock
rwlock right_lock

thread A {
  rdlock(left_lock)
  rdlock(right_lock)
  assert left + right == 20
  unlock(right_lock)
  unlock(left_lock)
}

thread B {
  rdlock(right_lock)
  rdlock(left_lock)
  assert left + right == 20
  unlock(left_lock)
  unlock(right_lock)
}
`,
  },
  {
    id: 'two-locks-at-once',
    title: 'Cure 2: both at once',
    situation:
      'A deadlock needs a thread that holds one thing and waits for another. These take both locks in one step, or none.',
    goal: null,
    group,
    source: `shared left = 10
shared right = 10
mutex left_lock
mutex right_lock

thread A {
  lock(left_lock, right_lock)
  left = left - 1
  right = right + 1
  unlock(right_lock)
  unlock(left_lock)
}

thread B {
  lock(right_lock, left_lock)
  right = right - 1
  left = left + 1
  unlock(left_lock)
  unlock(right_lock)
}

expect left + right == 20
`,
  },
  {
    id: 'two-locks-trylock',
    title: 'Cure 3: give back and try again',
    situation:
      'A deadlock needs locks that nobody gives back. These threads do, when they cannot have the second. There is no deadlock any more, but they may give way to each other for ever: a livelock.',
    goal: 'livelock',
    group,
    source: `shared left = 10
shared right = 10
mutex left_lock
mutex right_lock

thread A {
  local done = 0
  while !done {
    lock(left_lock)
    local got = trylock(right_lock)
    if got {
      left = left - 1
      right = right + 1
      unlock(right_lock)
      done = 1
    }
    unlock(left_lock)
  }
}

thread B {
  local done = 0
  while !done {
    lock(right_lock)
    local got = trylock(left_lock)
    if got {
      right = right - 1
      left = left + 1
      unlock(left_lock)
      done = 1
    }
    unlock(right_lock)
  }
}

expect left + right == 20
`,
  },
  {
    id: 'two-locks-ordered',
    title: 'Cure 4: the same order everywhere',
    situation:
      'A deadlock needs a circle of threads that wait. All threads take the left lock first, so that no circle can close.',
    goal: null,
    group,
    source: `shared left = 10
shared right = 10
mutex left_lock
mutex right_lock

thread A {
  lock(left_lock)
  lock(right_lock)
  left = left - 1
  right = right + 1
  unlock(right_lock)
  unlock(left_lock)
}

thread B {
  lock(left_lock)
  lock(right_lock)
  right = right - 1
  left = left + 1
  unlock(right_lock)
  unlock(left_lock)
}

expect left + right == 20
`,
  },
]
