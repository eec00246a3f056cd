import type { ExplorerPreset } from './preset.ts'

const group = 'Reading what others write'

export const READING: readonly ExplorerPreset[] = [
  {
    id: 'readers-writers',
    title: 'Readers and a writer',
    situation:
      'The writer changes two values that belong together. Readers may be in at the same time as each other, but never while it writes.',
    goal: null,
    group,
    source: `shared x = 1
shared y = 1
rwlock pair

thread Writer {
  wrlock(pair)
  x = 2
  y = 2
  unlock(pair)
}

thread Reader[2] {
  rdlock(pair)
  local a = x
  local b = y
  assert a == b
  unlock(pair)
}

expect x == y
`,
  },
  {
    id: 'double-checked-locking-broken',
    title: 'Double-checked locking, broken',
    situation:
      'To save the lock, each thread looks first without it whether the object is there. Here it is announced before it is filled in, as a compiler or processor may do where nothing forbids it.',
    goal: 'assertion',
    group,
    source: `// value belongs to the object that created announces.
shared created
shared value
mutex m

thread T[2] {
  if created == 0 {
    lock(m)
    if created == 0 {
      created = 1
      value = 42
    }
    unlock(m)
  }
  assert value == 42
}
`,
  },
  {
    id: 'double-checked-locking',
    title: '… and repaired',
    situation: 'The announcement is atomic and comes last: whoever sees it also sees what was written before.',
    goal: null,
    group,
    source: `atomic created
shared value
mutex m

thread T[2] {
  if created == 0 {
    lock(m)
    if created == 0 {
      value = 42
      created = 1
    }
    unlock(m)
  }
  assert value == 42
}

expect value == 42
`,
  },
]
