import type { Command } from 'commander'
import { costsFrom } from '../../../model/constants/simulator-costs.ts'
import { comparePolicies } from '../../../model/scheduler/compare.ts'
import { FREE } from '../../../model/scheduler/costs.ts'
import { POLICIES } from '../../../model/scheduler/policies/index.ts'
import { WORKLOAD_PRESETS } from '../../../model/scheduler/presets.ts'
import { randomWorkload } from '../../../model/scheduler/random-workload.ts'
import { POLICY_IDS, type Costs, type PolicyId } from '../../../model/scheduler/schedule.ts'
import { simulate } from '../../../model/scheduler/simulate.ts'
import type { Terminal } from '../connect.ts'
import { CommandFailure, EXIT } from '../failure.ts'
import { readWorkload, type NamedWorkload } from '../read-workload.ts'
import {
  collectPair,
  parsePolicy,
  parseQueues,
  settingsFor,
  settingsForAll,
  settingWords,
  wholeNumber,
  withCosts,
  type GivenSettings,
} from '../simulate-options.ts'
import { scheduleDocument } from '../schedule-document.ts'
import { writeScheduleTrace } from '../schedule-trace-file.ts'
import { reportComparison, reportSchedule, type SimulationHeading } from '../simulation-report.ts'
import { print, styled, wrap } from '../terminal.ts'

interface SimulateOptions {
  policy: PolicyId
  cores?: number
  queues: 'one' | 'per-core'
  set?: GivenSettings
  cost?: GivenSettings
  machineCosts?: true
  seed: number
  compare?: true
  random?: true
  why: number
  trace?: string
  json?: true
  list?: true
}

const EXAMPLE_COST = '--cost switch-between=2us'

export function addSimulate(program: Command, terminal: Terminal): void {
  program
    .command('simulate')
    .description('simulate a workload on a machine of the model: who gets which core when')
    .argument('[workload]', 'a preset, a file, or - for standard input; --list shows the presets')
    .option('--policy <name>', POLICY_IDS.join(', '), parsePolicy, 'eevdf')
    .option('--cores <number>', '1 to 64; by default what shows the preset best, else 1', wholeNumber('--cores', 1, 64))
    .option('--queues <one|per-core>', 'one run queue for all cores, or one each', parseQueues, 'one')
    .option('--set <name=value>', 'a parameter of the policy, as in quantum=5ms', collectPair('--set quantum=5ms'))
    .option('--machine-costs', 'charge what this machine’s stored runs say (threadlab constants); else nothing')
    .option('--cost <name=time>', `charge this, as in ${EXAMPLE_COST}`, collectPair(EXAMPLE_COST))
    .option('--seed <number>', 'for lotteries and --random', wholeNumber('--seed', 0, 0xffff_ffff), 1)
    .option('--random', 'a workload drawn from the seed')
    .option('--compare', 'all policies side by side, the best of each figure marked')
    .option('--why <number>', 'explain the first so many decisions', wholeNumber('--why', 0, 10_000), 0)
    .option('--trace <file>', 'write the schedule as a trace for Perfetto, too')
    .option('--json', 'print JSON')
    .option('--list', 'list presets, policies and their parameters')
    .action((workload: string | undefined, options: SimulateOptions, command: Command) => {
      if (options.list) return listChoices(options.json === true)
      if (options.compare) refuseBesideCompare((name) => command.getOptionValueSource(name) === 'cli')
      return run(terminal, workload, options)
    })
}

/** What says something of one policy has nothing to say where all are compared. */
function refuseBesideCompare(isGiven: (name: string) => boolean): void {
  if (isGiven('policy'))
    throw new CommandFailure('--compare runs every policy: leave --policy out, or --compare.', EXIT.usage)
  if (isGiven('why'))
    throw new CommandFailure(
      '--why explains the decisions of one policy: give --compare or --why, not both.',
      EXIT.usage,
    )
  if (isGiven('trace'))
    throw new CommandFailure('A trace is of one schedule: give --compare or --trace, not both.', EXIT.usage)
}

async function run(terminal: Terminal, source: string | undefined, options: SimulateOptions): Promise<void> {
  const { policy, queues, seed, compare, json, why, trace, set = {} } = options
  // Both read their options before anything is simulated.
  const settings = compare ? settingsForAll(set) : { [policy]: settingsFor(policy, set, true) }
  const { name, workload, cores } = await chooseWorkload(source, options)
  const { costs, from } = await chooseCosts(terminal, options)
  const machine = { cores: options.cores ?? cores, queues, costs }
  const about: SimulationHeading = { name, machine, costs: from, seed }
  if (compare) {
    const compared = comparePolicies(workload, machine, seed, { settings })
    return print(
      ...(json
        ? [JSON.stringify({ simulated: true, ...about, policies: compared })]
        : reportComparison(compared, about)),
    )
  }
  const chosen = { id: policy, settings: settings[policy] ?? {}, seed }
  const schedule = simulate(workload, machine, chosen, { decisions: why })
  if (trace !== undefined) writeScheduleTrace(trace, schedule, workload, about)
  print(...(json ? [JSON.stringify(scheduleDocument(schedule, about))] : reportSchedule(schedule, about)))
  if (trace !== undefined && !json) print(...wrap(`The trace is in ${trace}; Perfetto opens it.`))
}

async function chooseWorkload(source: string | undefined, { random, seed }: SimulateOptions): Promise<NamedWorkload> {
  if (random && source !== undefined) throw new CommandFailure('Give a workload or --random, not both.', EXIT.usage)
  if (random) return { name: 'a random workload', workload: randomWorkload(seed), cores: 2 }
  if (source === undefined)
    throw new CommandFailure(
      'Give a workload: a preset, a file or -, or --random; --list shows the presets.',
      EXIT.usage,
    )
  return readWorkload(source)
}

async function chooseCosts(
  terminal: Terminal,
  { cost = {}, machineCosts }: SimulateOptions,
): Promise<{ costs: Costs; from: string }> {
  const given = Object.entries(cost).map(([name, value]) => `${name} ${value}`)
  if (!machineCosts) {
    const from = given.length === 0 ? 'nothing but computing takes time' : `costs as given: ${given.join(', ')}`
    return { costs: withCosts(FREE, cost), from }
  }
  const { client } = await terminal.connect()
  const { costs, sources } = costsFrom((await client.model.constants()).constants)
  const count = (kind: string): number =>
    sources.filter(({ constant }) => (constant?.origin.kind ?? 'unknown') === kind).length
  const own = given.length === 0 ? '' : `, but ${given.join(', ')} as given`
  const known = `${count('measured')} MEASURED, ${count('published')} published, ${count('unknown')} not known and 0`
  return { costs: withCosts(costs, cost), from: `costs of this machine (${known})${own}` }
}

function listChoices(json: boolean): void {
  const policies = POLICY_IDS.map((id) => {
    const { title, explanation, parameters } = POLICIES[id]
    return { id, title, explanation, parameters }
  })
  if (json) return print(JSON.stringify({ presets: WORKLOAD_PRESETS, policies }))
  print('Presets', '')
  for (const { id, title, situation } of WORKLOAD_PRESETS)
    print(`${styled('bold', id)}  ${title}`, ...wrap(situation, '  '))
  print('', 'Policies', '')
  for (const { id, title, explanation, parameters } of policies) {
    print(`${styled('bold', id)}  ${title}`, ...wrap(explanation, '  '))
    for (const parameter of parameters)
      print(
        ...wrap(`--set ${parameter.name}=${settingWords(parameter, parameter.default)}  ${parameter.title}`, '    '),
      )
  }
}
