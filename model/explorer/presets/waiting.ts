import type { ExplorerPreset } from './preset.ts'

const group = 'Waiting for each other'

export const WAITING: readonly ExplorerPreset[] = [
  {
    id: 'bounded-buffer-if',
    title: 'A buffer for one, with if',
    situation:
      'A consumer that finds the buffer empty waits once and then takes, without looking again. In the meantime the other one may have come and taken.',
    goal: 'assertion',
    group,
    source: `// One place, one producer, two consumers, one condition.
shared count
mutex m
condition changed

thread Producer {
  local made = 0
  while made < 2 {
    lock(m)
    if count == 1 {
      wait(changed, m)
    }
    count = count + 1
    assert count <= 1
    signal(changed)
    unlock(m)
    made = made + 1
  }
}

thread Consumer[2] {
  lock(m)
  if count == 0 {
    wait(changed, m)
  }
  count = count - 1
  assert count >= 0
  signal(changed)
  unlock(m)
}

expect count == 0
`,
  },
  {
    id: 'bounded-buffer-while',
    title: '… with while, and a condition for each side',
    situation:
      'Whoever wakes up looks again before going on, and those who wait for room are not those who wait for something to take.',
    goal: null,
    group,
    source: `shared count
mutex m
condition not_empty
condition not_full

thread Producer {
  local made = 0
  while made < 2 {
    lock(m)
    while count == 1 {
      wait(not_full, m)
    }
    count = count + 1
    assert count <= 1
    signal(not_empty)
    unlock(m)
    made = made + 1
  }
}

thread Consumer[2] {
  lock(m)
  while count == 0 {
    wait(not_empty, m)
  }
  count = count - 1
  assert count >= 0
  signal(not_full)
  unlock(m)
}

expect count == 0
`,
  },
]
