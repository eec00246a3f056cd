import { SCHEDULING_POLICIES } from '../../../../contract/inspector-words.ts'
import type { InspectedRow } from './inspected.ts'

/** What is said with every export: who was followed, how often, and what kind of figures they are. */
export interface ExportFacts {
  /** "Thread Lab itself" */
  target: string
  samplesPerSecond: number
}

export const SOURCE = 'MEASURED, sampled'

/** A thread and its figures under names that say their units; null for what is not known. */
export function exportedThread(row: InspectedRow): Record<string, string | number | null> {
  return {
    pid: row.pid,
    tid: row.tid,
    parent_pid: row.parent,
    name: row.name,
    role: row.role,
    state: row.state,
    core_last: known(row.core),
    ran_ms_since_sample_before: rounded(row.ran),
    cpu_percent_of_one_core_over_1_s: rounded(row.cpu * 100),
    run_queue_delay_ms_per_s: known(row.delay),
    voluntary_switches_per_s: known(row.voluntary),
    involuntary_switches_per_s: known(row.involuntary),
    migrations_at_least: known(row.migrations),
    wait_channel: row.wait,
    wait_channel_is_hidden: row.waitHidden ? 'yes' : 'no',
    nice: row.nice,
    policy: row.policy < 0 ? null : (SCHEDULING_POLICIES[row.policy] ?? String(row.policy)),
    is_kernel_thread: row.kernel ? 'yes' : 'no',
    started: isoTime(row.startedAt),
  }
}

/** The figures are kept in 32 bits; digits beyond these say nothing. */
const rounded = (value: number): number => Number(value.toPrecision(6))
/** −1 stands for what is not known. */
const known = (value: number): number | null => (value < 0 ? null : rounded(value))

/** "2026-11-24T04:30:05.123Z" */
export const isoTime = (at: number): string => new Date(at).toISOString()
