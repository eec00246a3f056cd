import { InvalidArgumentError, type Command } from 'commander'
import { explore } from '../../../model/explorer/explore.ts'
import type { Exploration, ExploreOptions, Search } from '../../../model/explorer/exploration.ts'
import type { CompiledProgram } from '../../../model/explorer/machine.ts'
import { EXPLORER_PRESETS } from '../../../model/explorer/presets.ts'
import type { Granularity } from '../../../model/explorer/program.ts'
import { verdictOf } from '../../../model/explorer/verdict.ts'
import { explorationDocument, reportExplorations, type ProgramHeading } from '../exploration-report.ts'
import { CommandFailure, EXIT } from '../failure.ts'
import { readProgram, type NamedProgram } from '../read-program.ts'
import { replay, reportReplay } from '../replay-report.ts'
import { wholeNumber } from '../simulate-options.ts'
import { print, styled, wrap } from '../terminal.ts'

const SEARCHES: readonly Search[] = ['states', 'reduced', 'preemptions', 'random', 'pct']
const GRANULARITIES: readonly Granularity[] = ['statement', 'access']
const SAMPLES = 10_000
const MOST_STATES = 1_000_000
const MOST_DEPTH = 10_000

interface ExploreCommandOptions {
  granularity?: Granularity
  search?: Search
  preemptions?: number
  schedules: number
  seed: number
  mostStates: number
  schedule?: string
  json?: true
  list?: true
}

export function addExplore(program: Command): void {
  program
    .command('explore')
    .description('look through all schedules of a small program of threads: what can go wrong, and how')
    .argument('[program]', 'a preset, a file, or - for standard input; --list shows the presets')
    .option('--granularity <statement|access>', 'what one step is (default statement)', oneOf(GRANULARITIES))
    .option(
      '--search <name>',
      `${SEARCHES.join(', ')}; by default all states, then what a space too large allows`,
      oneOf(SEARCHES),
    )
    .option('--preemptions <number>', 'only schedules with at most so many', wholeNumber('--preemptions', 0, 100))
    .option('--schedules <number>', 'to sample', wholeNumber('--schedules', 1, 10_000_000), SAMPLES)
    .option('--seed <number>', 'for sampling', wholeNumber('--seed', 0, 0xffff_ffff), 1)
    .option('--most-states <number>', 'where to stop', wholeNumber('--most-states', 1, 100_000_000), MOST_STATES)
    .option('--schedule <code>', 'replay one schedule step by step')
    .option('--json', 'print JSON')
    .option('--list', 'list the presets')
    .action((given: string | undefined, options: ExploreCommandOptions) =>
      options.list ? listPresets(options.json === true) : run(given, options),
    )
}

async function run(given: string | undefined, options: ExploreCommandOptions): Promise<void> {
  if (given === undefined)
    throw new CommandFailure('Give a program: a preset, a file or -; --list shows the presets.', EXIT.usage)
  const named = await readProgram(given)
  if (options.schedule !== undefined) return runSchedule(named, options.schedule, options)
  const program = named.at(options.granularity ?? 'statement')
  const explorations = searchesFor(program, options)
  const about: ProgramHeading = { name: named.name, program }
  print(
    ...(options.json
      ? [JSON.stringify(explorationDocument(explorations, about))]
      : reportExplorations(explorations, about)),
  )
  const found = explorations.find(({ findings }) => findings.length > 0)
  if (found) throw new CommandFailure(`The program can fail: ${verdictOf(found)}.`, EXIT.found)
}

/** The search that was asked for; otherwise all states, and where they are too many, what still can be said. */
function searchesFor(program: CompiledProgram, options: ExploreCommandOptions): Exploration[] {
  const { preemptions, schedules, seed, mostStates } = options
  const search = options.search ?? (preemptions === undefined ? undefined : 'preemptions')
  if (preemptions !== undefined && search !== 'preemptions')
    throw new CommandFailure(`--preemptions belongs to --search preemptions, not to ${search}.`, EXIT.usage)
  const most = { states: mostStates, depth: MOST_DEPTH }
  const common: Omit<ExploreOptions, 'search'> = {
    schedules,
    seed,
    most,
    ...(preemptions === undefined ? {} : { preemptions }),
  }
  if (search !== undefined) return [explore(program, { ...common, search })]
  const explorations: Exploration[] = []
  for (const next of ['states', 'reduced', 'pct'] as const) {
    const exploration = explore(program, { ...common, search: next })
    explorations.push(exploration)
    if (exploration.complete) break
  }
  return explorations
}

function runSchedule(
  { name, at }: NamedProgram,
  code: string,
  { granularity, json }: Pick<ExploreCommandOptions, 'granularity' | 'json'>,
): void {
  // A code says by itself which steps it is of.
  const programs = (granularity === undefined ? GRANULARITIES : [granularity]).map(at)
  const [first] = programs
  const program = programs.find(({ checksum }) => code.trim().toLowerCase().startsWith(checksum)) ?? first
  if (program === undefined) throw new Error('There is no granularity.')
  const replayed = replay(program, code)
  if (!replayed.ok) throw new CommandFailure(replayed.reason, EXIT.usage)
  print(
    ...(json
      ? [JSON.stringify({ simulated: true, name, ...replayed.run })]
      : reportReplay(replayed.run, { name, program })),
  )
  const { sentences } = replayed.run
  if (sentences.length > 0) throw new CommandFailure(`This schedule fails: ${sentences.join(' ')}`, EXIT.found)
}

function listPresets(json: boolean): void {
  if (json) return print(JSON.stringify(EXPLORER_PRESETS))
  let heading = ''
  for (const { id, title, situation, group } of EXPLORER_PRESETS) {
    if (group !== heading) print(...(heading === '' ? [] : ['']), group, '')
    heading = group
    print(`${styled('bold', id)}  ${title}`, ...wrap(situation, '  '))
  }
}

/** A parser of one of a few words. */
function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((one) => one === text)
    if (word === undefined) throw new InvalidArgumentError(`Give one of ${words.join(', ')}.`)
    return word
  }
}
