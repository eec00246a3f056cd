import { armCoreName, armVendor } from './arm-core.ts'
import { parseInteger } from './small-file.ts'

/** What /proc/cpuinfo says about one hardware thread. */
export type CpuInfoEntry = {
  cpu: number
  model: string | null
  vendor: string | null
  /** The socket and the core inside it, where this architecture prints them. */
  socket: number | null
  core: number | null
  /** The x86 feature flags; null on architectures that have none, where the absence of a flag says nothing. */
  flags: ReadonlySet<string> | null
}

/** Every hardware thread in the text of /proc/cpuinfo, whose keys differ from one architecture to the next. */
export function parseCpuInfo(text: string): CpuInfoEntry[] {
  return text.split(/\n\s*\n/).flatMap((block) => {
    const fields = parseFields(block)
    const cpu = parseInteger(fields.get('processor'))
    return cpu === null ? [] : [describeEntry(cpu, fields)]
  })
}

function parseFields(block: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  return fields
}

function describeEntry(cpu: number, fields: ReadonlyMap<string, string>): CpuInfoEntry {
  const implementer = fields.get('CPU implementer')
  const part = fields.get('CPU part')
  const armCore = implementer !== undefined && part !== undefined ? armCoreName(implementer, part) : undefined
  const flags = fields.get('flags')
  return {
    cpu,
    // `cpu` is POWER's key, `uarch` RISC-V's. 32-bit Arm prints a generic `model name`, so the part number goes first.
    model: armCore ?? named(fields.get('model name')) ?? named(fields.get('cpu')) ?? named(fields.get('uarch')),
    vendor: named(fields.get('vendor_id')) ?? (implementer === undefined ? null : armVendor(implementer)),
    socket: parseInteger(fields.get('physical id')),
    core: parseInteger(fields.get('core id')),
    flags: flags === undefined ? null : new Set(flags.split(/\s+/)),
  }
}

/** Some hypervisors print an empty or `unknown` name. */
function named(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'unknown' ? null : text
}

/** The model of the whole processor: the distinct names in the order of the CPUs, as in `Cortex-A55 + Cortex-A76`. */
export function processorModel(entries: readonly CpuInfoEntry[]): string | null {
  const names = new Set(entries.flatMap((entry) => entry.model ?? []))
  return names.size === 0 ? null : [...names].join(' + ')
}
