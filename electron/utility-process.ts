import { utilityProcess, type UtilityProcess } from 'electron'
import { once } from 'node:events'
import { witness } from '../lab/experiments/creation-cost/host-tasks.ts'
import type { HostTask } from '../lab/experiments/experiment.ts'

/** The desktop's own kind of process, started through Chromium; `script` speaks first-message.ts. */
export function createUtilityProcessTask(script: string): HostTask {
  return {
    id: 'utility-process',
    kind: 'process',
    explanation: 'A Node process that Chromium starts for Electron, with a message port, as desktop programs use it.',
    async runOnce(signal) {
      const start = process.hrtime.bigint()
      const child = utilityProcess.fork(script, [], { stdio: 'ignore', serviceName: 'Thread Lab measured task' })
      const called = process.hrtime.bigint()
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      return witness(child, start, called, signal, () => end(child, exited))
    },
  }
}

/** Ends this one process and waits until it is gone; one that is just starting can only be ended once it runs. */
async function end(child: UtilityProcess, exited: Promise<void>): Promise<void> {
  if (child.pid === undefined) await Promise.race([once(child, 'spawn'), exited])
  child.kill()
  await exited
}
