import { formatDuration } from '../../contract/figures.ts'
import { SLICE_WORK, TASK_STATES, type Schedule, type TaskState } from '../../model/scheduler/schedule.ts'

/** What a core does where no task computes on it. */
const IDLE = '·'
const OVERHEAD = '/'
/** Tasks beyond the letters and digits share this one. */
const OTHERS = '*'

const SYMBOLS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']

/** How each state of a task is drawn; a simulated task is drawn hollow. */
const STATES: Readonly<Record<TaskState, string>> = {
  'not-yet': ' ',
  runnable: '·',
  running: '▒',
  io: '~',
  blocked: '!',
  gone: ' ',
}

const STATE_LEGEND = [
  `${STATES.running} running`,
  `${STATES.runnable} waits for a core`,
  `${STATES.io} waits for a device`,
  `${STATES.blocked} waits for another task`,
]

/** States of more tasks than these would fill the screen. */
const MOST_TASKS = 16
/** Names longer than this are cut in the margin. */
const MARGIN = 12

/**
 * A schedule in characters: a row for each core with the task that computed most in each column's time, and for few tasks
 * a row for each with its states. `columns` is how wide the terminal is.
 */
export function drawTimeline(schedule: Schedule, columns: number): string[] {
  const { end } = schedule.metrics
  const width = Math.max(20, Math.min(columns, 200) - MARGIN - 1)
  if (end === 0) return ['Nothing took any time.']
  const symbols = symbolsOf(schedule.tasks.map(({ name }) => name))
  const cores = coreRows(schedule, width).map((row, core) =>
    inMargin(`core ${core}`, row.map((task) => symbolAt(task, symbols)).join('')),
  )
  const tasks = schedule.tasks.length > MOST_TASKS ? [] : taskRows(schedule, width, symbols, columns)
  return [axis(end, width), ...cores, ...legend(schedule, symbols, columns), ...tasks]
}

function symbolAt(task: number, symbols: readonly string[]): string {
  if (task === NOTHING) return IDLE
  return task === WORK_OF_THE_KERNEL ? OVERHEAD : (symbols[task] ?? OTHERS)
}

const inMargin = (name: string, row: string): string => `${[...name].slice(0, MARGIN).join('').padEnd(MARGIN)} ${row}`

/** Where the time begins, is half over where there is room to say it, and ends. */
function axis(end: number, width: number): string {
  const [half, whole] = [formatDuration(end / 2), formatDuration(end)]
  const left =
    width < 3 * half.length + whole.length ? '0' : `${'0'.padEnd(Math.floor((width - half.length) / 2))}${half}`
  return inMargin('', left.padEnd(width - whole.length) + whole)
}

/** One character for each task: the first of its name where that is free, else its last, else any. */
function symbolsOf(names: readonly string[]): string[] {
  const free = new Set(SYMBOLS)
  return names.map((name) => {
    const wanted = [name.slice(0, 1), name.slice(-1), name.slice(0, 1).toUpperCase()].find((one) => free.has(one))
    const symbol = wanted ?? [...free][0] ?? OTHERS
    free.delete(symbol)
    return symbol
  })
}

const NOTHING = -1
const WORK_OF_THE_KERNEL = -2

/** For each core and column the task that computed longest there, or what else the core did. */
function coreRows({ slices, machine, metrics }: Schedule, width: number): number[][] {
  const columns = Array.from({ length: machine.cores }, () => new LongestInColumns(width, metrics.end, NOTHING))
  const compute = SLICE_WORK.indexOf('compute')
  for (let row = 0; row < slices.count; row++) {
    const what = slices.work[row] === compute ? (slices.task[row] ?? NOTHING) : WORK_OF_THE_KERNEL
    columns[slices.core[row] ?? 0]?.add(slices.from[row] ?? 0, slices.to[row] ?? 0, what)
  }
  return columns.map((one) => one.longest())
}

/** For each task its state in each column. */
function taskRows(
  { changes, tasks, metrics }: Schedule,
  width: number,
  symbols: readonly string[],
  columns: number,
): string[] {
  const inColumns = tasks.map(() => new LongestInColumns(width, metrics.end, 0))
  const since = tasks.map(() => 0)
  const states = tasks.map(() => 0)
  for (let row = 0; row < changes.count; row++) {
    const task = changes.task[row] ?? 0
    const at = changes.at[row] ?? 0
    inColumns[task]?.add(since[task] ?? 0, at, states[task] ?? 0)
    since[task] = at
    states[task] = changes.state[row] ?? 0
  }
  const rows = tasks.map(({ name }, task) => {
    inColumns[task]?.add(since[task] ?? 0, metrics.end, states[task] ?? 0)
    const drawn = inColumns[task]?.longest().map((state) => STATES[TASK_STATES[state] ?? 'gone'])
    return inMargin(`${symbols[task]} ${name}`, drawn?.join('') ?? '').trimEnd()
  })
  return ['', ...rows, ...packed(STATE_LEGEND, columns)]
}

/** What lasted longest in each of some equal parts of the time, out of spans that are added in their order. */
class LongestInColumns {
  readonly #columns: Map<number, number>[]
  readonly #span: number
  readonly #otherwise: number

  constructor(count: number, end: number, otherwise: number) {
    this.#columns = Array.from({ length: count }, () => new Map())
    this.#span = end / count
    this.#otherwise = otherwise
  }

  add(from: number, to: number, what: number): void {
    if (to <= from) return
    const last = Math.min(this.#columns.length - 1, Math.ceil(to / this.#span) - 1)
    for (let column = Math.floor(from / this.#span); column <= last; column++) {
      const within = Math.min(to, (column + 1) * this.#span) - Math.max(from, column * this.#span)
      const times = this.#columns[column]
      times?.set(what, (times.get(what) ?? 0) + within)
    }
  }

  /** A column that is empty for most of its time is not what little there was in it. */
  longest(): number[] {
    return this.#columns.map((times) => {
      let longest = this.#otherwise
      let most = this.#span - [...times.values()].reduce((sum, time) => sum + time, 0)
      for (const [what, time] of times) {
        if (time <= most) continue
        longest = what
        most = time
      }
      return longest
    })
  }
}

/** Which character stands for which task; not repeated where the rows of the tasks say it. */
function legend({ tasks, metrics }: Schedule, symbols: readonly string[], columns: number): string[] {
  const others = [`${IDLE} idle`, ...(metrics.overhead > 0 ? [`${OVERHEAD} switch, migration or creation`] : [])]
  const named = tasks.length > MOST_TASKS ? tasks.map(({ name }, task) => `${symbols[task]} ${name}`) : []
  return packed([...others, ...named], columns)
}

/** As many entries in a line as the terminal has room for. */
function packed(entries: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const entry of entries) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + entry.length + 2 + MARGIN < Math.min(columns, 200))
      lines[lines.length - 1] = `${line}  ${entry}`
    else lines.push(entry)
  }
  return lines.map((line) => inMargin('', line))
}
