import { join } from 'node:path'
import { JavaScriptSampler } from '../../lab/inspector/javascript-sampler.ts'
import { NativeSampler } from '../../lab/inspector/native-sampler.ts'
import type { Sampler } from '../../lab/inspector/reading.ts'
import { inspect } from '../../lab/inspector/watch.ts'

/** Processor time that was used, in nanoseconds: by the reader where it is a process of its own, and by the host. */
interface Spent {
  reader: number
  host: number
}

interface OurFigure {
  name: string
  differs: string
  /** Nanoseconds out of what was used. */
  of(spent: Spent): number
}

/** One of our readers of `/proc`, and what is told of it. */
export interface OurSampler {
  hertz: number
  /** The first readings meet all threads, and counts of switches catch up within two seconds; then so long is measured. */
  settlingMs: number
  measuredMs: number
  open(pid: number, hertz: number): Sampler
  figures: readonly OurFigure[]
}

/** Beside the sources; seen from dist/headless as from here. */
const path = join(import.meta.dirname, '..', '..', 'native-probes', 'out', 'sampler')

const openNative = (pid: number, hertz: number): Sampler =>
  new NativeSampler({ path, target: { by: 'pids', pids: [pid] }, hertz })

export const SAMPLER = 'sampler'

export const ourSamplers: readonly OurSampler[] = [
  {
    hertz: 10,
    settlingMs: 2000,
    measuredMs: 2000,
    open: openNative,
    figures: [
      {
        name: SAMPLER,
        differs:
          'threadlab’s program that reads /proc 10 times a second and writes what changed: CPU, state, core, wait channel, delay, and once a second the switches',
        of: ({ reader }) => reader,
      },
      {
        name: 'sampler and host',
        differs: 'the same, and the host that reads its lines and makes of them what a window gets',
        of: ({ reader, host }) => reader + host,
      },
    ],
  },
  {
    hertz: 1,
    settlingMs: 2000,
    measuredMs: 3000,
    open: openNative,
    figures: [
      {
        name: 'sampler, once a second',
        differs: 'as often as pidstat and htop: the switches are read with every refresh',
        of: ({ reader }) => reader,
      },
    ],
  },
  {
    hertz: 10,
    settlingMs: 2000,
    measuredMs: 2000,
    open: (pid, hertz) => new JavaScriptSampler({ target: { by: 'pids', pids: [pid] }, hertz }),
    figures: [
      {
        name: 'reader in JavaScript',
        differs:
          'stands in where the sampler is not built: reads within the host, which makes of it what a window gets',
        of: ({ host }) => host,
      },
    ],
  },
]

function hostNs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

/** Nanoseconds of one refresh, by the names of the figures; null where the process cannot be read. */
export async function cpuOfOurs(
  { open, hertz, settlingMs, measuredMs, figures }: OurSampler,
  pid: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number> | null> {
  signal.throwIfAborted()
  const sampler = open(pid, hertz)
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
  const begun = performance.now()
  let settled: Spent | null = null
  let refreshes = 0
  try {
    const request = { target: { follow: 'process', pid }, hertz } as const
    for await (const frame of inspect(request, signal, { pid: process.pid, host: 'terminal' }, noting)) {
      if (frame.ended) return null
      const elapsed = performance.now() - begun
      if (settled === null) {
        if (elapsed >= settlingMs) settled = { reader: readerNs, host: hostNs() }
        continue
      }
      refreshes += 1
      if (elapsed < settlingMs + measuredMs) continue
      const spent = { reader: readerNs - settled.reader, host: hostNs() - settled.host }
      return new Map(figures.map(({ name, of }) => [name, of(spent) / refreshes]))
    }
    return null
  } finally {
    await sampler.close()
  }
}
