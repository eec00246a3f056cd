import type { RealTask } from '../../../model/scheduler/real-plan.ts'

/** The tasks as `threadprobe workload --plan` takes them: `arrival,nice,cores:c1000,s500/…`, times in ns, cores as a mask. */
export function probePlan(tasks: readonly RealTask[]): string {
  return tasks
    .map(({ arrival, nice, cores, operations }) => {
      const mask = cores.reduce((sum, core) => sum | (1n << BigInt(core)), 0n).toString(16)
      const written = operations.map((operation) => `${operation.do === 'compute' ? 'c' : 's'}${operation.for}`)
      // A thread that does nothing still comes and goes.
      return `${arrival},${nice},${mask}:${written.length > 0 ? written.join(',') : 'c0'}`
    })
    .join('/')
}
