import { cpus, endianness, machine, totalmem } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { Limits, MachineCard, MachineLoad, Processor } from '../../contract/machine.ts'
import { readCaches } from './caches.ts'
import { measureClock, readClockSource } from './clock.ts'
import { readCoreKinds } from './core-kinds.ts'
import { readCounters } from './counters.ts'
import { parseCpuInfo, processorModel, type CpuInfoEntry } from './cpuinfo.ts'
import { readFrequency } from './frequency.ts'
import { readLimits } from './limits.ts'
import { readLinuxLoad, readOtherLoad } from './load.ts'
import { parseMemInfo } from './memory.ts'
import { readMitigations } from './mitigations.ts'
import { readDistribution, readKernel } from './operating-system.ts'
import { surveyOtherSystem } from './other-systems.ts'
import { readPages, type Word } from './pages.ts'
import { readPlacement } from './placement.ts'
import { readReport, readRuntime } from './runtime.ts'
import { readText, systemRoot, type FileRoot } from './small-file.ts'
import { stealShareSinceBoot } from './steal.ts'
import { onlineCpus, readTopology } from './topology.ts'
import { detectVirtualisation, gatherVirtualisationEvidence, readContainer } from './virtualisation.ts'

export type MachineReader = {
  /**
   * The machine card. What a user or an administrator may change between two runs (load, limits, governor, huge
   * pages, affinity, clock source) is read anew each time; the rest once in the reader's life.
   *
   * @throws the signal's reason when it is aborted
   */
  card(signal?: AbortSignal): Promise<MachineCard>
  /** The changing part alone, cheap enough for once a second. */
  load(): MachineLoad
}

/** Where the facts come from: the running machine unless a test says otherwise. */
type MachineSource = FileRoot & { readonly platform: NodeJS.Platform }

/** One reader for each host: it keeps what cannot change while the program runs. */
export function createMachineReader(source: Partial<MachineSource> = {}): MachineReader {
  const from = { ...systemRoot, platform: process.platform, ...source }
  let fixed: Promise<FixedPart> | undefined
  return {
    async card(signal) {
      signal?.throwIfAborted()
      // Not under the signal: another caller may be waiting for the same reading.
      fixed ??= readFixedPart(from)
      const part = await untilAborted(fixed, signal)
      return { ...part, ...readChangingPart(from, part) }
    },
    load: () => readLoad(from),
  }
}

/** The machine card for a program that needs it once. */
export function readMachineCard(signal?: AbortSignal): Promise<MachineCard> {
  return createMachineReader().card(signal)
}

type FixedPart = Pick<
  MachineCard,
  | 'platform'
  | 'architecture'
  | 'kernel'
  | 'operatingSystem'
  | 'libc'
  | 'processor'
  | 'virtualisation'
  | 'container'
  | 'mitigations'
  | 'runtime'
> & { limits: Limits }

type ChangingPart = Omit<MachineCard, Exclude<keyof FixedPart, 'limits'>>

async function readFixedPart(from: MachineSource): Promise<FixedPart> {
  const reported = readReport()
  const common = {
    platform: from.platform,
    architecture: machine(),
    kernel: readKernel(from),
    libc: reported?.libc ?? null,
    container: readContainer(from),
    mitigations: readMitigations(from),
    runtime: readRuntime(),
    limits: {
      userTasks: reported?.userTasks ?? { soft: null, hard: null },
      openFiles: reported?.openFiles ?? { soft: null, hard: null },
      stackBytes: reported?.stackBytes ?? { soft: null, hard: null },
      pidMax: null,
      systemTasks: null,
      mappings: null,
      controlGroup: { cpus: null, memoryBytes: null, tasks: null },
    },
  }
  if (from.platform !== 'linux') return { ...common, ...(await surveyOtherSystem(from.platform)) }
  // A large server has thousands of these files: let the host's other work in between.
  await setImmediate()
  const entries = parseCpuInfo(readText(from, 'proc/cpuinfo') ?? '')
  const processor = await readProcessor(from, entries)
  return {
    ...common,
    operatingSystem: readDistribution(from),
    processor,
    virtualisation: detectVirtualisation(gatherVirtualisationEvidence(from, entries)),
  }
}

async function readProcessor(from: FileRoot, entries: readonly CpuInfoEntry[]): Promise<Processor> {
  const topology = readTopology(from, entries)
  await setImmediate()
  const online = onlineCpus(from, entries)
  return {
    ...topology,
    hardwareThreads: topology.hardwareThreads ?? (cpus().length || null),
    model: processorModel(entries),
    vendor: entries[0]?.vendor ?? null,
    coreKinds: online === null ? null : readCoreKinds(from, online, entries),
    caches: online === null ? null : readCaches(from, online),
  }
}

function readChangingPart(from: MachineSource, fixed: FixedPart): ChangingPart {
  const linux = from.platform === 'linux'
  const memory = parseMemInfo(readText(from, 'proc/meminfo') ?? '')
  const load = readLoad(from)
  return {
    readAt: new Date().toISOString(),
    frequency: readFrequency(from),
    pages: linux ? readPages(from, runtimeWord()) : { bytes: basePageBytes(from.platform), transparentHuge: null },
    memory: {
      ...memory,
      totalBytes: memory.totalBytes ?? totalmem(),
      availableBytes: load.memoryAvailableBytes,
    },
    limits: linux ? readLimits(from) : fixed.limits,
    placement: readPlacement(from),
    load,
    stealShareSinceBoot: stealShareSinceBoot(load.ticks),
    clock: { source: readClockSource(from), ...measureClock() },
    counters: readCounters(from),
  }
}

function readLoad(from: MachineSource): MachineLoad {
  return from.platform === 'linux' ? readLinuxLoad(from) : readOtherLoad(from.platform)
}

function runtimeWord(): Word {
  const narrow: readonly string[] = ['arm', 'ia32', 'mips', 'mipsel']
  return { bytes: narrow.includes(process.arch) ? 4 : 8, littleEndian: endianness() === 'LE' }
}

/** Fixed by these platforms: Windows has 4 KiB pages on all its architectures, macOS 16 KiB on Apple's processors. */
function basePageBytes(platform: NodeJS.Platform): number | null {
  if (platform === 'win32') return 4096
  return platform === 'darwin' ? (process.arch === 'arm64' ? 16384 : 4096) : null
}

/** The promise's value, or the signal's reason as soon as it is aborted. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
