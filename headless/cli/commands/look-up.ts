import type { Command } from 'commander'
import type { ParameterDescription } from '../../../contract/experiment.ts'
import { describeOutcome } from '../../../contract/outcome.ts'
import { machineInTwoLines } from '../../../lab/machine/describe.ts'
import type { Terminal } from '../connect.ts'
import { reportRun } from '../run-report.ts'
import { plain, print, styled, wrap } from '../terminal.ts'

export function addList(program: Command, terminal: Terminal): void {
  program
    .command('list')
    .description('list the experiments, their series and parameters')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { client } = await terminal.connect()
      const experiments = await client.experiments.list()
      if (json) return print(JSON.stringify(experiments))
      for (const { id, question, method, series, parameters } of experiments) {
        print(`${styled('bold', id)}  ${question}`, ...wrap(method, '  '), '')
        for (const one of series) {
          const reason = one.unsupported === null ? one.explanation : `unsupported here: ${one.unsupported}`
          print(...wrap(`${one.id}: ${reason}`, '    '))
        }
        print('')
        for (const parameter of parameters)
          print(`    --parameter ${parameter.name}=${values(parameter)}  (default ${standard(parameter)})`)
        print('')
      }
    })
}

/** What a parameter takes. */
function values(parameter: ParameterDescription): string {
  if (parameter.choose === 'number') return `${parameter.least}…${parameter.greatest}`
  if (parameter.choose === 'text') return '<text>'
  return parameter.options.map(({ value }) => value).join(parameter.choose === 'many' ? ',' : ' | ')
}

/** What it is where nothing is given; a text of several lines in one. */
function standard(parameter: ParameterDescription): string {
  if (parameter.choose !== 'text') return String(parameter.default)
  return parameter.default.trim().replaceAll(/\s*\n\s*/g, ' ')
}

export function addMachine(program: Command, terminal: Terminal): void {
  program
    .command('machine')
    .description('describe this machine: what an engineer needs to know to trust a figure')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { client } = await terminal.connect()
      const { card, warnings } = await client.machine.card()
      if (json) return print(JSON.stringify(card))
      print(...machineInTwoLines(card).map(plain), '')
      for (const [name = '', value = ''] of flatten(card)) print(styled('dim', plain(name)), ...wrap(value, '    '))
      for (const { kind, message, advice } of warnings)
        print('', styled('yellow', kind), ...wrap(message, '  '), ...wrap(advice, '  '))
    })
}

/** The card as name and value; what is not known says so. */
function flatten(value: object, prefix = ''): string[][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const path = prefix ? `${prefix}.${name}` : name
    if (inner === null) return [[path, 'not known here']]
    if (typeof inner === 'object' && !Array.isArray(inner)) return flatten(inner, path)
    return [[path, typeof inner === 'string' ? inner : JSON.stringify(inner)]]
  })
}

export function addRuns(program: Command, terminal: Terminal): void {
  program
    .command('runs')
    .description('list the stored runs, the newest first')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { client } = await terminal.connect()
      const { folder, runs, unreadable } = await client.runs.list()
      if (json) return print(JSON.stringify({ folder, runs, unreadable }))
      if (runs.length === 0) print('No runs yet; npm run measure makes the first.')
      for (const { id, outcome, headline } of runs) {
        print(styled('bold', id), ...wrap(outcome.status === 'measured' ? headline : describeOutcome(outcome), '  '))
      }
      for (const { file, reason } of unreadable) print(...wrap(`${file} was left untouched: ${reason}.`))
      print('', `Stored in ${plain(folder)}`)
    })
}

export function addShow(program: Command, terminal: Terminal): void {
  program
    .command('show')
    .description('show a stored run')
    .argument('<run>', 'its id; threadlab runs lists them')
    .option('--json', 'print the stored document')
    .option('--csv', 'print every raw sample')
    .option('--trace', 'print its timelines as a trace for Perfetto')
    .action(async (id: string, { json, csv, trace }: { json?: true; csv?: true; trace?: true }) => {
      const { client } = await terminal.connect()
      const format = trace ? 'trace' : json ? 'json' : csv ? 'csv' : null
      if (format) {
        process.stdout.write((await client.runs.export({ id, format })).text)
        return
      }
      const run = await client.runs.get({ id })
      const description = (await client.experiments.list()).find((one) => one.id === run.experiment)
      print(`${run.id}  ${run.startedAt}`, '', ...reportRun(run, description))
    })
}
