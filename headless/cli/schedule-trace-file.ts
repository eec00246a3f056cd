import { closeSync, openSync, writeFileSync } from 'node:fs'
import { writeTrace } from '../../contract/trace-events.ts'
import { traceOfSchedule } from '../../model/scheduler/schedule-trace.ts'
import type { Schedule } from '../../model/scheduler/schedule.ts'
import type { Workload } from '../../model/scheduler/workload.ts'
import { CommandFailure } from './failure.ts'
import type { SimulationHeading } from './simulation-report.ts'

/** Writes a schedule as a trace, piece by piece; a file that was there is replaced. Throws a CommandFailure. */
export function writeScheduleTrace(
  path: string,
  schedule: Schedule,
  { processes }: Workload,
  { name, seed, costs }: SimulationHeading,
): void {
  const about = {
    title: `Thread Lab: ${name}`,
    source: 'SIMULATED',
    policy: schedule.policy,
    costs,
    seed: String(seed),
    ended: schedule.ended.sentence,
  }
  const part = traceOfSchedule(
    schedule,
    processes.map((process) => process.name),
  )
  try {
    const file = openSync(path, 'w')
    try {
      for (const piece of writeTrace({ about, parts: [part] })) writeFileSync(file, piece)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(`The trace cannot be written to ${path}: ${reason}. Give --trace another file.`)
  }
}
