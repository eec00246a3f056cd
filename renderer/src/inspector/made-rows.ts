import type { InspectedRow } from './history/frame-history.ts'

/** A thread for tests: asleep, alone in its process, unless said otherwise. */
export function madeRow(given: Partial<InspectedRow> & { tid: number }): InspectedRow {
  return {
    row: given.tid,
    pid: given.tid,
    parent: 1,
    name: `thread-${given.tid}`,
    startedAt: 0,
    nice: 0,
    policy: 0,
    kernel: false,
    role: null,
    state: 'sleeping',
    core: 0,
    ran: 0,
    cpu: 0,
    delay: 0,
    voluntary: 0,
    involuntary: 0,
    migrations: 0,
    wait: null,
    waitHidden: false,
    ...given,
  }
}
