import {
  MAXIMUM_BUDGET_SECONDS,
  type MeasurementEvent,
  type MeasurementRequest,
} from '../../../contract/measurement.ts'
import { whyNotStored } from '../../../contract/not-stored.ts'
import type { RunView } from '../../../contract/run.ts'
import { InvalidArgumentError, type Command } from 'commander'
import type { Terminal } from '../connect.ts'
import { CommandFailure, EXIT } from '../failure.ts'
import { ProgressLine } from '../progress-line.ts'
import { reportRun } from '../run-report.ts'
import { plain, print } from '../terminal.ts'

interface MeasureOptions {
  json?: true
  ndjson?: true
  quick?: true
  budget?: number
  series?: string[]
  seed?: number
  parameter?: Record<string, string>
}

export function addMeasure(program: Command, terminal: Terminal): void {
  program
    .command('measure')
    .description('measure an experiment on this machine and store the run')
    .argument('<experiment>', 'its id; threadlab list shows them')
    .option('--json', 'print the stored document and nothing else')
    .option('--ndjson', 'print every event as a line of JSON while it happens')
    .option('--quick', 'fewer sizes and a short budget')
    .option('--budget <seconds>', `time for measuring, up to ${MAXIMUM_BUDGET_SECONDS} s`, parseBudget)
    .option('--series <ids>', 'only these, separated by commas', (text) => text.split(',').map((id) => id.trim()))
    .option('--seed <number>', 'order of blocks and resampling; the same seed repeats both', parseSeed)
    .option('--parameter <name=value>', 'set a parameter; may be given several times', collectParameter)
    .action((experiment: string, options: MeasureOptions) => measure(terminal, experiment, options))
}

async function measure(terminal: Terminal, experiment: string, options: MeasureOptions): Promise<void> {
  const { client } = await terminal.connect()
  const run = await followRun(terminal, request(experiment, options), options.ndjson === true)
  if (run.outcome.status === 'cancelled')
    throw new CommandFailure('Cancelled; nothing is left running and nothing was stored.', EXIT.interrupted)
  const unstored = whyNotStored(run)
  if (options.json) {
    process.stdout.write((await client.runs.export({ id: run.id, format: 'json' })).text)
  } else if (!options.ndjson) {
    const description = (await client.experiments.list()).find(({ id }) => id === experiment)
    print(...reportRun(run, description))
  }
  if (unstored !== null) throw new CommandFailure(unstored)
  if (run.outcome.status !== 'measured') {
    throw new CommandFailure(`Nothing could be measured; the run ${run.id} says why for each series.`)
  }
}

function request(experiment: string, { quick, budget, series, seed, parameter }: MeasureOptions): MeasurementRequest {
  return {
    experiment,
    parameters: parameter ?? {},
    quick: quick === true,
    ...(budget === undefined ? {} : { budgetSeconds: budget }),
    ...(series === undefined ? {} : { series }),
    ...(seed === undefined ? {} : { seed }),
  }
}

/** Follows a measurement to its end. Ctrl+C cancels it and waits until everything it started is gone. */
async function followRun(terminal: Terminal, wanted: MeasurementRequest, asLines: boolean): Promise<RunView> {
  const { client } = await terminal.connect()
  const progress = new ProgressLine()
  let interrupted = false
  const cancel = (): void => {
    interrupted = true
    void client.cancel()
  }
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  try {
    let run: RunView | null = null
    for await (const event of await client.measure(wanted)) {
      // The signal may have come before there was anything to cancel.
      if (interrupted) void client.cancel()
      if (asLines) print(JSON.stringify(event))
      if (event.type === 'done') run = event.run
      else showOnTheWay(event, progress)
    }
    if (!run) throw new CommandFailure('The measurement ended without a result.')
    return run
  } finally {
    progress.clear()
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
  }
}

function showOnTheWay(event: MeasurementEvent, progress: ProgressLine): void {
  if (event.type === 'progress') progress.show(event)
  if (event.type === 'started') process.stderr.write(`Run ${plain(event.runId)}\n`)
}

function parseBudget(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0) || seconds > MAXIMUM_BUDGET_SECONDS) {
    throw new InvalidArgumentError(`Give --budget a number of seconds above 0 and up to ${MAXIMUM_BUDGET_SECONDS}.`)
  }
  return seconds
}

function parseSeed(text: string): number {
  const seed = Number(text)
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff)
    throw new InvalidArgumentError('Give --seed a whole number from 0 to 4294967295.')
  return seed
}

function collectParameter(text: string, before: Record<string, string> = {}): Record<string, string> {
  const separator = text.indexOf('=')
  if (!/^[a-z-]+$/i.test(text.slice(0, Math.max(0, separator))))
    throw new InvalidArgumentError('Write --parameter name=value, for example --parameter parent-mib=0,64.')
  return { ...before, [text.slice(0, separator)]: text.slice(separator + 1) }
}
