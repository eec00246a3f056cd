import type { Nanoseconds, Workload } from './workload.ts'

/** Workers of one process that share out an amount of computing evenly, all there from the start. */
export function crewWorkload(workers: number, work: Nanoseconds): Workload {
  const whole = Math.round(work)
  const shareOf = (place: number): number =>
    Math.floor((whole * (place + 1)) / workers) - Math.floor((whole * place) / workers)
  return {
    processes: [{ name: 'process' }],
    tasks: Array.from({ length: workers }, (_, place) => ({
      name: workerName(place),
      process: 0,
      arrival: 0,
      nice: 0,
      tickets: 1,
      affinity: null,
      workingSetKiB: 0,
      program: [{ do: 'compute', for: shareOf(place) }],
    })),
    mutexes: [],
    rwlocks: [],
    conditions: [],
    channels: [],
  }
}

export const workerName = (place: number): string => `worker ${place + 1}`
