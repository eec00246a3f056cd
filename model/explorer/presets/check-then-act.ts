import type { ExplorerPreset } from './preset.ts'

const group = 'Check, then act'

export const CHECK_THEN_ACT: readonly ExplorerPreset[] = [
  {
    id: 'check-then-act',
    title: 'One account, two withdrawals',
    situation:
      'Each thread looks whether the account holds enough and then takes 80 out. What it saw may no longer be true when it acts.',
    goal: 'expectation',
    group,
    source: `shared balance = 100

thread A {
  if balance >= 80 {
    balance = balance - 80
  }
}

thread B {
  if balance >= 80 {
    balance = balance - 80
  }
}

expect balance >= 0
`,
  },
  {
    id: 'check-then-act-mutex',
    title: '… with both under one lock',
    situation:
      'The look and the withdrawal are under the same lock. To lock each of the two separately would not help.',
    goal: null,
    group,
    source: `shared balance = 100
mutex m

thread A {
  lock(m)
  if balance >= 80 {
    balance = balance - 80
  }
  unlock(m)
}

thread B {
  lock(m)
  if balance >= 80 {
    balance = balance - 80
  }
  unlock(m)
}

expect balance >= 0
`,
  },
]
