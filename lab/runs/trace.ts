import type { Run } from '../../contract/run.ts'
import { traceOfTimeline } from '../../contract/timeline-trace.ts'
import { writeTrace } from '../../contract/trace-events.ts'
import { machineInTwoLines } from '../machine/describe.ts'
import type { ExportedFile } from './export.ts'

/** The run recorded no timelines; the message says so, and which do. */
export class NoTimelines extends Error {
  override name = 'NoTimelines'
}

/** The timelines of a run as a trace that Perfetto opens. Throws NoTimelines. */
export function exportTrace(run: Run): ExportedFile {
  const { id, experiment, startedAt, machine, program, timelines = [] } = run
  if (timelines.length === 0) {
    throw new NoTimelines(
      `The run ${id} holds no timelines, so there is no trace of it; runs of experiments that record who had which core do, such as workload.`,
    )
  }
  const about = {
    title: `Thread Lab: ${experiment}`,
    source: 'MEASURED',
    run: id,
    'started at': startedAt,
    machine: machineInTwoLines(machine).join(' '),
    program: `${program.name} ${program.version}`,
    time: 'from the common start of each repetition; repetitions are laid over each other',
  }
  return {
    fileName: `${id}.trace.json`,
    mediaType: 'application/json',
    text: [...writeTrace({ about, parts: timelines.map(traceOfTimeline) })].join(''),
  }
}
