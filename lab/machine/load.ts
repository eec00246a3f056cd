import { freemem, loadavg } from 'node:os'
import type { MachineLoad } from '../../contract/machine.ts'
import { parseMemInfo } from './memory.ts'
import { readText, type FileRoot } from './small-file.ts'
import { readCpuTicks } from './steal.ts'

/** Four small files: cheap enough for once a second, also beside a measurement. */
export function readLinuxLoad(from: FileRoot): MachineLoad {
  const load = parseLoadAverage(readText(from, 'proc/loadavg') ?? '')
  return {
    averages: load?.averages ?? null,
    runningTasks: load?.runningTasks ?? null,
    tasks: load?.tasks ?? null,
    memoryAvailableBytes: parseMemInfo(readText(from, 'proc/meminfo') ?? '').availableBytes,
    ticks: readCpuTicks(from),
  }
}

/** What Node can say elsewhere. Windows has no load average and answers zeros; macOS' free memory leaves out what it could reclaim. */
export function readOtherLoad(platform: NodeJS.Platform): MachineLoad {
  const [oneMinute = 0, fiveMinutes = 0, fifteenMinutes = 0] = loadavg()
  return {
    averages: platform === 'win32' ? null : { oneMinute, fiveMinutes, fifteenMinutes },
    runningTasks: null,
    tasks: null,
    memoryAvailableBytes: platform === 'win32' ? freemem() : null,
    ticks: null,
  }
}

/** /proc/loadavg, as in `0.20 0.18 0.12 1/80 11206`. */
export function parseLoadAverage(
  text: string,
): Required<Pick<MachineLoad, 'averages' | 'runningTasks' | 'tasks'>> | null {
  const match = /^([\d.]+) ([\d.]+) ([\d.]+) (\d+)\/(\d+) /.exec(text)
  if (match === null) return null
  const [oneMinute = 0, fiveMinutes = 0, fifteenMinutes = 0, runningTasks = 0, tasks = 0] = match.slice(1).map(Number)
  return { averages: { oneMinute, fiveMinutes, fifteenMinutes }, runningTasks, tasks }
}
