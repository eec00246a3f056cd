import type { ExplorerPreset } from './preset.ts'

const group = 'A lost update'

export const LOST_UPDATE: readonly ExplorerPreset[] = [
  {
    id: 'lost-update',
    title: 'Two threads add one',
    situation:
      'Each thread reads the counter, adds one to its own copy and writes it back. Of the 20 ways to interleave the six steps, only two leave both additions in the counter.',
    goal: 'expectation',
    group,
    source: `// Both threads add one to a counter that begins at 5.
shared counter = 5

thread A {
  local x = counter
  x = x + 1
  counter = x
}

thread B {
  local y = counter
  y = y + 1
  counter = y
}

expect counter == 7
`,
  },
  {
    id: 'lost-update-mutex',
    title: '… with a mutex',
    situation:
      'The three steps stand between lock and unlock, so that the second thread begins only when the first is done.',
    goal: null,
    group,
    source: `shared counter = 5
mutex m

thread A {
  lock(m)
  local x = counter
  x = x + 1
  counter = x
  unlock(m)
}

thread B {
  lock(m)
  local y = counter
  y = y + 1
  counter = y
  unlock(m)
}

expect counter == 7
`,
  },
  {
    id: 'lost-update-atomic',
    title: '… with an atomic addition',
    situation: 'Reading, adding and writing are one step that nothing can come between. No thread ever waits.',
    goal: null,
    group,
    source: `atomic counter = 5

thread A {
  atomic_add(counter, 1)
}

thread B {
  atomic_add(counter, 1)
}

expect counter == 7
`,
  },
  {
    id: 'lost-update-rwlock',
    title: '… with a read–write lock',
    situation:
      'Two threads add under the write lock, and a third one looks on under the read lock. It never sees half an addition.',
    goal: null,
    group,
    source: `shared counter = 5
rwlock table

thread Adder[2] {
  wrlock(table)
  local x = counter
  x = x + 1
  counter = x
  unlock(table)
}

thread Reader {
  rdlock(table)
  local seen = counter
  local again = counter
  assert seen == again
  unlock(table)
}

expect counter == 7
`,
  },
  {
    id: 'lost-update-channel',
    title: '… with a channel to an owner',
    situation: 'Only one thread touches the counter. The others send it what to add, so that there is nothing to lock.',
    goal: null,
    group,
    source: `shared counter = 5
channel additions[2]

thread A {
  send(additions, 1)
}

thread B {
  send(additions, 1)
}

thread Owner {
  local taken = 0
  while taken < 2 {
    local amount = receive(additions)
    counter = counter + amount
    taken = taken + 1
  }
}

expect counter == 7
`,
  },
]
