import { formatBytes, formatCount, formatDuration, formatRatio, scoreWords } from '../../../contract/figures.ts'
import { conditionKey } from '../../../contract/series-key.ts'
import type { Condition, Ratio, SeriesIdentity } from '../../../contract/series.ts'
import { ARTICLE, memoryOfUnits } from '../../../model/unit-memory.ts'
import type { Comparison, MeasuredRun } from '../experiment.ts'
import { BASE, PER_UNIT } from './prediction.ts'
import { BASELINE } from './series.ts'

type Found = MeasuredRun['series'][number]

/** Below this a difference in memory is not told to matter. */
const SAME = 0.05

/**
 * Every series against a thread with the largest stack, part by part; threads with other stacks against that one; a
 * writing child against one that wrote least.
 */
export function comparisons(series: readonly SeriesIdentity[]): Comparison[] {
  const largest = largestStack(series)
  const least = Math.min(...series.map(({ condition }) => Number(condition['touchedPercent'] ?? Infinity)))
  return series.flatMap((of) => {
    const to = series.find(({ id, part, condition }) => {
      if (part !== of.part) return false
      if (of.id === 'cow-child') return id === of.id && condition['touchedPercent'] === least
      return id === BASELINE && largest !== null && conditionKey(condition) === conditionKey(largest)
    })
    return to && to !== of ? [{ of, to }] : []
  })
}

function largestStack(series: readonly SeriesIdentity[]): Condition | null {
  const [largest] = series
    .filter(({ id }) => id === BASELINE)
    .sort((a, b) => Number(b.condition['stackKiB']) - Number(a.condition['stackKiB']))
  return largest?.condition ?? null
}

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [
    processAgainstThread(run),
    summedResident(run),
    stackSizes(run),
    manyThreads(run),
    writingChild(run),
    ofNode(run),
    ...run.predictions.map(score),
  ].filter((sentence) => sentence !== null)
}

function find({ series }: MeasuredRun, id: string, part: string, condition: Condition | null = null): Found | null {
  const found = series.find(
    (one) =>
      one.id === id &&
      one.part === part &&
      one.summary !== null &&
      (condition === null || conditionKey(one.condition) === conditionKey(condition)),
  )
  return found ?? null
}

const figure = (found: Found | null): string => formatBytes(found?.summary?.median ?? Number.NaN)

function ratioOf({ ratios, series }: MeasuredRun, id: string, part: string): Ratio | null {
  const thread = largestStack(series)
  return (
    ratios.find(
      ({ of, to }) =>
        of.id === id &&
        of.part === part &&
        to.id === BASELINE &&
        thread !== null &&
        conditionKey(to.condition) === conditionKey(thread),
    ) ?? null
  )
}

function processAgainstThread(run: MeasuredRun): string | null {
  const ratio = ratioOf(run, 'fork', 'total')
  if (!ratio) return bestKnown(run)
  if (ratio.verdict === 'no-difference-shown')
    return 'No difference shown between the memory of one more process (fork) and one more thread.'
  const [fork, thread] = [find(run, 'fork', 'total'), find(run, BASELINE, 'total', ratio.to.condition)]
  return `One more idle process (fork) takes ${figure(fork)} here, one more idle thread ${figure(thread)}: ${formatRatio(ratio.ratio)} as much.`
}

/** Without both fork and thread, the headline names the first series that was measured. */
function bestKnown({ series }: MeasuredRun): string | null {
  const first = series.find(({ part, summary }) => part === 'total' && summary)
  return first?.summary ? `One more idle ${first.id} takes ${formatBytes(first.summary.median)} here.` : null
}

/** What adding up RSS makes of a forked child, beside what it takes. */
function summedResident(run: MeasuredRun): string | null {
  const [rss, own, total] = [find(run, 'fork', 'rss'), find(run, 'fork', 'uss'), ratioOf(run, 'fork', 'total')]
  const ratio = ratioOf(run, 'fork', 'rss')
  if (!rss || !own || !ratio || !total || ratio.verdict === 'no-difference-shown') return null
  return `By RSS the same process has ${figure(rss)}, ${formatRatio(ratio.ratio)} a thread: RSS counts every shared page in full for each process. Only ${figure(own)} of it are its own (USS).`
}

/** Virtual against resident over stack sizes. */
function stackSizes(run: MeasuredRun): string | null {
  const own = run.series
    .filter(({ id, part, summary }) => id === BASELINE && part === 'rss' && summary)
    .sort((a, b) => Number(a.condition['stackKiB']) - Number(b.condition['stackKiB']))
  const [small, large] = [own[0] ?? null, own.at(-1) ?? null]
  if (!small || !large) return null
  const virtual = find(run, BASELINE, 'virtual', large.condition)
  const stack = formatBytes(Number(large.condition['stackKiB']) * 1024)
  const claim = `A thread with a stack of ${stack} has ${figure(virtual)} of addresses, of which ${figure(large)} are resident`
  if (small === large) return `${claim}.`
  const smallStack = formatBytes(Number(small.condition['stackKiB']) * 1024)
  const growth = (large.summary?.median ?? 0) / (small.summary?.median ?? 1) - 1
  return Math.abs(growth) < SAME
    ? `${claim}; with ${smallStack} of stack as much is resident: a stack is virtual until it is touched.`
    : `${claim}; with ${smallStack} of stack it is ${figure(small)}.`
}

/** The article's 100,000 threads, by the line that was fitted here. */
function manyThreads(run: MeasuredRun): string | null {
  const prediction = run.predictions.find(({ of }) => of.id === BASELINE)
  const { [BASE]: base, [PER_UNIT]: perUnit } = prediction?.model.constants ?? {}
  if (!prediction || !base || !perUnit) return null
  const virtual = find(run, BASELINE, 'virtual', prediction.of.condition)?.summary?.median ?? null
  const memory = memoryOfUnits({ fixed: base.value, perUnit: perUnit.value }, ARTICLE.units)
  const addresses = virtual === null ? '' : ` of memory, and ${formatBytes(virtual * ARTICLE.units)} of addresses`
  return `SIMULATED: ${formatCount(ARTICLE.units)} such idle threads would take ${formatBytes(memory)}${addresses}. The article’s 200 GB are 2 MB of stack for each, counted as if all of it were touched.`
}

function writingChild(run: MeasuredRun): string | null {
  const most = run.series
    .filter(({ id, part, summary }) => id === 'cow-child' && part === 'uss' && summary)
    .sort((a, b) => Number(b.condition['touchedPercent']) - Number(a.condition['touchedPercent']))[0]
  const fault = most ? find(run, 'cow-child', 'fault', most.condition) : null
  if (!most || !fault?.summary) return null
  const { parentMiB, touchedPercent } = most.condition
  return `A forked child that writes to ${touchedPercent} % of its parent’s ${parentMiB} MiB comes to ${figure(most)} of its own; each first write to a page takes ${formatDuration(fault.summary.median)}, a page fault and a copy.`
}

function ofNode(run: MeasuredRun): string | null {
  const [worker, child] = [find(run, 'worker-thread', 'total'), find(run, 'child-process', 'total')]
  if (!worker || !child) return null
  return `One more idle Worker of Node takes ${figure(worker)}, one more idle Node process ${figure(child)}: both bring a JavaScript engine of their own.`
}

function score({ of, value, score: scored, model }: MeasuredRun['predictions'][number]): string | null {
  if (!scored) return null
  return `SIMULATED beforehand for one of ${formatCount(model.at)} × ${of.id}: ${formatBytes(value)}. MEASURED: ${formatBytes(scored.measured)}, ${scoreWords(scored)}.`
}
