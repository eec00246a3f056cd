import type { Systeminformation } from 'systeminformation'
import type { Cache, CoreKind, MachineCard, Processor } from '../../contract/machine.ts'

/** What the package `systeminformation` tells about systems without /proc and /sys. */
type Survey = Pick<MachineCard, 'operatingSystem' | 'virtualisation'> & { processor: Processor }

/** A first PowerShell may take seconds; a machine card is not worth more than this. */
const patienceMs = 10_000

/**
 * Asks macOS or Windows, by way of shells: once in a process, and never beside a measurement. A question that fails
 * or takes longer than ten seconds leaves its part of the survey unknown.
 */
export async function surveyOtherSystem(platform: NodeJS.Platform): Promise<Survey> {
  const { cpu, osInfo, system } = await import('systeminformation')
  const [processor, name, host] = await Promise.all([answerOf(cpu()), answerOf(osInfo()), answerOf(system())])
  return {
    processor: processor === null ? unknownProcessor : describeProcessor(processor, platform),
    operatingSystem: name === null ? null : named(`${name.distro} ${name.release}`),
    virtualisation: host === null ? null : describeHost(host),
  }
}

async function answerOf<T>(question: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null)
  })
  try {
    return await Promise.race([question, patience])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

const unknownProcessor: Processor = {
  model: null,
  vendor: null,
  sockets: null,
  cores: null,
  hardwareThreads: null,
  threadsPerCore: null,
  coreKinds: null,
  caches: null,
}

type CpuFacts = Pick<
  Systeminformation.CpuData,
  'brand' | 'vendor' | 'manufacturer' | 'processors' | 'physicalCores' | 'cores' | 'cache'
> &
  Partial<Pick<Systeminformation.CpuData, 'performanceCores' | 'efficiencyCores'>>

/** The package writes what it does not know as 0, an empty text or null: all of them become null here. */
export function describeProcessor(facts: CpuFacts, platform: NodeJS.Platform): Processor {
  const cores = known(facts.physicalCores)
  const hardwareThreads = known(facts.cores)
  const coreKinds = describeKinds(facts, hardwareThreads)
  return {
    model: named(facts.brand),
    vendor: named(facts.vendor) ?? named(facts.manufacturer),
    sockets: known(facts.processors),
    cores,
    hardwareThreads,
    // A hybrid's threads do not divide by its cores: some have two and some have one.
    threadsPerCore: cores === null || hardwareThreads === null ? null : Math.ceil(hardwareThreads / cores),
    coreKinds,
    caches: platform === 'darwin' && coreKinds?.length === 1 ? describeCaches(facts.cache) : null,
  }
}

function describeKinds(facts: CpuFacts, hardwareThreads: number | null): CoreKind[] | null {
  const performance = known(facts.performanceCores)
  const efficiency = known(facts.efficiencyCores)
  if (hardwareThreads === null) return null
  const kind = (name: string | null, threads: number) => ({
    name,
    hardwareThreads: threads,
    cpus: null,
    capacity: null,
  })
  if (performance === null || efficiency === null) return [kind(null, hardwareThreads)]
  // No efficiency core has had two threads so far, which leaves the rest to the performance cores.
  return [kind('performance', hardwareThreads - efficiency), kind('efficiency', efficiency)]
}

/**
 * The package gives one instance's size on macOS and the sum over all instances on Windows, and on processors with several
 * kinds of core it does not say whose: only a size that is known to be one instance's is passed on.
 */
function describeCaches(sizes: Systeminformation.CpuCacheData): Cache[] | null {
  const cache = (level: number, type: Cache['type'], size: number): Cache[] => {
    const bytes = known(size)
    return bytes === null ? [] : [{ level, type, bytes, sharedBy: null, instances: null, lineBytes: null }]
  }
  const caches = [
    ...cache(1, 'data', sizes.l1d),
    ...cache(1, 'instruction', sizes.l1i),
    ...cache(2, 'unified', sizes.l2),
    ...cache(3, 'unified', sizes.l3),
  ]
  return caches.length === 0 ? null : caches
}

function describeHost(
  host: Pick<Systeminformation.SystemData, 'virtual' | 'virtualHost'>,
): MachineCard['virtualisation'] {
  if (!host.virtual) return { kind: 'none', hypervisor: null }
  return { kind: 'virtual-machine', hypervisor: named(host.virtualHost ?? '') }
}

function known(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null
}

function named(text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' || trimmed === 'unknown' ? null : trimmed
}
