import { join } from 'node:path'
import type { InspectorRequest } from '../../contract/inspector.ts'
import { JavaScriptSampler } from '../../lab/inspector/javascript-sampler.ts'
import { NativeSampler } from '../../lab/inspector/native-sampler.ts'
import type { Sampler } from '../../lab/inspector/reading.ts'
import { inspect } from '../../lab/inspector/watch.ts'

/** The inspector, or a part of it. */
export interface OurSampler {
  name: string
  differs: string
  open(pid: number): Sampler
  /** Nanoseconds of processor time that it has used since it began, given what its reader has. */
  spent(readerNs: number): number
}

/** As often as `top -d 0.1`. */
const HERTZ = 10
/** Beside the sources; seen from dist/headless as from here. */
const path = join(import.meta.dirname, '..', '..', 'native-probes', 'out', 'sampler')

/** The first readings meet all threads, and the counts of switches catch up within two seconds. */
const SETTLING_MS = 3000
/** Every quiet thread is looked at within two seconds. */
const MEASURED_MS = 3000

const openNative = (pid: number): Sampler =>
  new NativeSampler({ path, target: { by: 'pids', pids: [pid] }, hertz: HERTZ })

function hostNs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

export const OURS: readonly [OurSampler, ...OurSampler[]] = [
  {
    name: 'sampler',
    differs:
      'threadlab’s program that reads /proc and writes what changed: CPU, state, core, wait channel, switches, delay',
    open: openNative,
    spent: (readerNs) => readerNs,
  },
  {
    name: 'sampler and host',
    differs:
      'the same, and the host that reads its lines and makes of them what a window gets, rates and roles included',
    open: openNative,
    spent: (readerNs) => readerNs + hostNs(),
  },
  {
    name: 'reader in JavaScript',
    differs: 'stands in where the sampler is not built: reads within the host, which makes of it what a window gets',
    open: (pid) => new JavaScriptSampler({ target: { by: 'pids', pids: [pid] }, hertz: HERTZ }),
    spent: () => hostNs(),
  },
]

/** Processor time of one refresh, in nanoseconds, of a process that is already known; null where it cannot be read. */
export async function cpuOfOurs(ours: OurSampler, pid: number, signal: AbortSignal): Promise<number | null> {
  signal.throwIfAborted()
  const sampler = ours.open(pid)
  let readerNs = 0
  /** Passes the readings on and notes what they cost. */
  const noting: Sampler = {
    kind: sampler.kind,
    close: () => sampler.close(),
    async *readings() {
      for await (const reading of sampler.readings()) {
        readerNs = reading.spent
        yield reading
      }
    },
  }
  const request: InspectorRequest = { target: { follow: 'process', pid }, hertz: HERTZ }
  const begun = performance.now()
  let settled: { atMs: number; spent: number } | null = null
  let refreshes = 0
  try {
    for await (const frame of inspect(request, signal, { pid: process.pid, host: 'terminal' }, noting)) {
      if (frame.ended) return null
      const now = performance.now()
      if (settled === null) {
        if (now - begun >= SETTLING_MS) settled = { atMs: now, spent: ours.spent(readerNs) }
        continue
      }
      refreshes += 1
      if (now - settled.atMs >= MEASURED_MS) return (ours.spent(readerNs) - settled.spent) / refreshes
    }
    return null
  } finally {
    await sampler.close()
  }
}
