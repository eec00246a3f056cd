import { InvalidArgumentError } from 'commander'
import { formatCount } from '../../contract/figures.ts'
import { nearestName } from '../../model/nearest-name.ts'
import { nanoseconds, TIME_UNITS, writeDuration } from '../../model/scheduler/duration.ts'
import { POLICIES } from '../../model/scheduler/policies/index.ts'
import { POLICY_IDS, type Costs, type PolicyId, type PolicyParameter } from '../../model/scheduler/schedule.ts'
import { CommandFailure, EXIT } from './failure.ts'

/** `--set name=value` as it was given, for the policies that have the parameter. */
export type GivenSettings = Readonly<Record<string, string>>

export function parsePolicy(text: string): PolicyId {
  const policy = POLICY_IDS.find((id) => id === text)
  if (policy === undefined) throw new InvalidArgumentError(`Policies: ${POLICY_IDS.join(', ')}.`)
  return policy
}

export function parseQueues(text: string): 'one' | 'per-core' {
  if (text === 'one' || text === 'per-core') return text
  throw new InvalidArgumentError('Give --queues “one” or “per-core”.')
}

/** A parser of whole numbers for an option. */
export function wholeNumber(option: string, least: number, greatest: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= greatest) return value
    throw new InvalidArgumentError(
      `Give ${option} a whole number from ${formatCount(least)} to ${formatCount(greatest)}.`,
    )
  }
}

/** Collects `name=value`; the option may be given several times. */
export function collectPair(example: string): (text: string, before?: GivenSettings) => GivenSettings {
  return (text, before = {}) => {
    const [, name, value] = /^([a-z-]+)=(.+)$/.exec(text) ?? []
    if (name === undefined || value === undefined) throw new InvalidArgumentError(`Write name=value, as in ${example}.`)
    return { ...before, [name]: value }
  }
}

/** The settings of a policy. With `strict`, a name that it does not have is an error. */
export function settingsFor(id: PolicyId, given: GivenSettings, strict: boolean): Record<string, number> {
  const { parameters } = POLICIES[id]
  const settings: Record<string, number> = {}
  for (const [name, text] of Object.entries(given)) {
    const parameter = parameters.find((one) => one.name === name)
    if (parameter) settings[name] = settingOf(parameter, text)
    else if (strict)
      failUnknown(
        `The policy ${id} has no parameter`,
        name,
        parameters.map((one) => one.name),
      )
  }
  return settings
}

/** For a comparison: the settings of all policies; a name that none of them has is an error. */
export function settingsForAll(given: GivenSettings): Record<PolicyId, Record<string, number>> {
  const known = POLICY_IDS.flatMap((id) => POLICIES[id].parameters.map(({ name }) => name))
  for (const name of Object.keys(given))
    if (!known.includes(name)) failUnknown('No policy has a parameter', name, known)
  const of = (id: PolicyId): Record<string, number> => settingsFor(id, given, false)
  const [fifo, sjf, stcf, rr] = [of('fifo'), of('sjf'), of('stcf'), of('rr')]
  return { fifo, sjf, stcf, rr, mlfq: of('mlfq'), lottery: of('lottery'), stride: of('stride'), eevdf: of('eevdf') }
}

/** A value of a parameter as `--set` takes it. */
export function settingWords({ unit }: PolicyParameter, value: number): string {
  return unit === 'ns' ? writeDuration(value).replace(' ', '') : String(value)
}

function settingOf(parameter: PolicyParameter, text: string): number {
  const { name, unit, least, greatest } = parameter
  const value = unit === 'ns' ? durationOf(text) : /^\d+$/.test(text) ? Number(text) : null
  if (value !== null && value >= least && value <= greatest) return value
  const bounds = `${settingWords(parameter, least)} to ${settingWords(parameter, greatest)}`
  const example = unit === 'ns' ? `, with ${TIME_UNITS}` : ''
  throw new CommandFailure(`${name} takes ${bounds}${example}; it cannot be “${text}”.`, EXIT.usage)
}

const DURATION = /^(\d+(?:\.\d+)?) ?([a-zµμ]+)$/

/** "5ms" in nanoseconds; null where it is no time. A bare 0 needs no unit. */
function durationOf(text: string): number | null {
  if (text === '0') return 0
  const [, number, unit] = DURATION.exec(text) ?? []
  return number === undefined || unit === undefined ? null : nanoseconds(number, unit)
}

/** As `durationOf`, but not only in whole nanoseconds: "0.5ns". */
function finerDurationOf(text: string): number | null {
  const [, number, unit = ''] = DURATION.exec(text) ?? []
  const one = nanoseconds('1', unit)
  return number === undefined || one === null ? null : Number(number) * one
}

/** The names of `Costs` on the command line. */
const COST_NAMES: Readonly<Record<string, keyof Costs>> = {
  'switch-within': 'switchWithinProcess',
  'switch-between': 'switchBetweenProcesses',
  'refill-per-kib': 'refillPerKiB',
  migration: 'migration',
  'spawn-thread': 'spawnThread',
  'spawn-process': 'spawnProcess',
}

/** A second: whatever costs more is a slip. */
const MOST_COST = 1e9

/** Costs with those that were given by name in place of what they would be. */
export function withCosts(costs: Costs, given: GivenSettings): Costs {
  const changed = { ...costs }
  for (const [name, text] of Object.entries(given)) {
    const cost = Object.hasOwn(COST_NAMES, name) ? COST_NAMES[name] : undefined
    if (cost === undefined) return failUnknown('There is no cost', name, Object.keys(COST_NAMES))
    // What is charged is rounded after a whole working set, so a KiB may cost a part of a nanosecond.
    const value = durationOf(text) ?? (cost === 'refillPerKiB' ? finerDurationOf(text) : null)
    if (value === null || value > MOST_COST)
      throw new CommandFailure(`${name} takes 0 to 1s, with ${TIME_UNITS}; it cannot be “${text}”.`, EXIT.usage)
    changed[cost] = value
  }
  return changed
}

function failUnknown(sentence: string, name: string, known: readonly string[]): never {
  const unique = [...new Set(known)]
  const near = nearestName(name, unique)
  const all = unique.length === 0 ? 'It has none.' : `There are ${unique.join(', ')}.`
  throw new CommandFailure(`${sentence} “${name}”. ${near === null ? all : `Did you mean “${near}”?`}`, EXIT.usage)
}
