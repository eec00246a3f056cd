import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { HostMoments, HostTask } from '../experiment.ts'

/** A task that has not spoken and ended after this long is ended and reported. */
const PATIENCE_MS = 5000

/** How long after its end a task's first message may still arrive. */
const SILENCE_MS = 1000

const now = (): bigint => process.hrtime.bigint()

const WORKER_SOURCE = `
const time = process.hrtime.bigint()
require('node:worker_threads').parentPort.postMessage(time)
`

const PROCESS_SOURCE = `
const time = process.hrtime.bigint()
process.send(String(time), () => process.disconnect())
`

/** The time in the first message, and when it came. */
async function firstMessage(source: NodeJS.EventEmitter, signal: AbortSignal): Promise<[bigint, bigint]> {
  const message: unknown[] = await once(source, 'message', { signal })
  return [BigInt(String(message[0])), now()]
}

async function endOf(source: NodeJS.EventEmitter, signal: AbortSignal): Promise<bigint> {
  await once(source, 'exit', { signal })
  return now()
}

/**
 * Waits for the first message and the end of a task that was just started, and ends it where either fails to come or the
 * signal is aborted. `end` must end only this task.
 */
export async function witness(
  task: NodeJS.EventEmitter,
  start: bigint,
  called: bigint,
  signal: AbortSignal,
  end: () => unknown,
): Promise<HostMoments> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  try {
    const message = firstMessage(task, patience)
    const exit = endOf(task, patience)
    // A message may arrive just after the end; a task that ended without one will not send it later.
    const silence = exit.then(() => setTimeout(SILENCE_MS, null, { ref: false }))
    const spoken = await Promise.race([message, silence])
    if (!spoken) throw new Error('it ended without a word')
    const [firstInstruction, received] = spoken
    const ended = await exit
    return { start, called, firstInstruction, firstMessage: received, ended }
  } catch (error) {
    await end()
    const late = patience.aborted && !signal.aborted
    throw late ? new Error(`it had not spoken and ended within ${PATIENCE_MS / 1000} s`) : error
  }
}

export const workerThread: HostTask = {
  id: 'worker-thread',
  kind: 'thread',
  explanation: 'A thread of Node with its own JavaScript engine instance and event loop, inside the same process.',
  async runOnce(signal) {
    const start = now()
    const worker = new Worker(WORKER_SOURCE, { eval: true })
    const called = now()
    return witness(worker, start, called, signal, () => worker.terminate())
  },
}

export const childProcess: HostTask = {
  id: 'child-process',
  kind: 'process',
  explanation: 'A second Node process with a message channel, as child_process starts it.',
  async runOnce(signal) {
    // In the desktop application the executable is Electron; this makes it run as plain Node.
    const env = process.versions['electron'] ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env
    const start = now()
    const child = spawn(process.execPath, ['-e', PROCESS_SOURCE], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env })
    const called = now()
    return witness(child, start, called, signal, async () => {
      const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined
      child.kill('SIGKILL')
      if (!ended) await once(child, 'exit')
    })
  },
}
