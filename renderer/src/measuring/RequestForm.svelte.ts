import type { ExperimentDescription, ParameterDescription } from '../../../contract/experiment.ts'
import { formatCount } from '../../../contract/figures.ts'
import type { MeasurementRequest } from '../../../contract/measurement.ts'
import type { ParameterValue, RunView } from '../../../contract/run.ts'

export type Extent = 'quick' | 'full' | 'custom'

type Scalar = string | number
type NumberDescription = Extract<ParameterDescription, { choose: 'number' }>
type TextDescription = Extract<ParameterDescription, { choose: 'text' }>
type OptionsDescription = Exclude<ParameterDescription, NumberDescription | TextDescription>

/** The greatest budget that the lab accepts. */
export const LONGEST_BUDGET_SECONDS = 600

/** What the user has chosen to measure: parameters, series and time. */
export class RequestForm {
  readonly #experiment: ExperimentDescription
  #extent = $state<Extent>('quick')
  #budgetSeconds = $state(0)
  #parameters = $state.raw<Readonly<Record<string, ParameterValue>>>({})
  #series = $state.raw<readonly string[]>([])
  /** What was typed for a number and cannot be measured with, as it stands in its field. */
  #drafts = $state.raw<Readonly<Record<string, string>>>({})

  constructor(experiment: ExperimentDescription) {
    this.#experiment = experiment
    this.#series = experiment.series.filter(({ unsupported }) => unsupported === null).map(({ id }) => id)
    this.choose('quick')
  }

  get extent(): Extent {
    return this.#extent
  }

  get budgetSeconds(): number {
    return this.#budgetSeconds
  }

  get series(): readonly string[] {
    return this.#series
  }

  /** Quick and full stand for the experiment's own choice of parameters and time. */
  choose(extent: Extent): void {
    this.#extent = extent
    if (extent === 'custom') return
    this.#drafts = {}
    const { parameters, budgetSeconds } = this.#experiment
    this.#budgetSeconds = budgetSeconds[extent]
    this.#parameters = Object.fromEntries(
      parameters.map((parameter) => [parameter.name, extent === 'quick' ? parameter.quick : parameter.default]),
    )
  }

  setBudget(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds <= 0) return
    this.#budgetSeconds = Math.min(seconds, LONGEST_BUDGET_SECONDS)
    this.#extent = 'custom'
  }

  isOn(parameter: ParameterDescription, option: Scalar): boolean {
    const value = this.#parameters[parameter.name] ?? parameter.quick
    return Array.isArray(value) ? value.includes(option) : value === option
  }

  /** Switches one of several options; the last one that is on stays on, unless none is a choice too. */
  toggle(parameter: OptionsDescription, option: Scalar): void {
    const on = parameter.options
      .map(({ value }) => value)
      .filter((value) => this.isOn(parameter, value) !== (value === option))
    this.pickAll(parameter, on)
  }

  /** Chooses these of several options and no others. Does nothing for an empty choice where one is needed. */
  pickAll(parameter: OptionsDescription, options: readonly Scalar[]): void {
    if (options.length > 0 || parameter.mayBeEmpty) this.#set(parameter.name, [...options])
  }

  pick(parameter: OptionsDescription, option: Scalar): void {
    this.#set(parameter.name, option)
  }

  /** What stands in the field of a number or a text: the one that will be measured with, or what was typed in its place. */
  textOf(parameter: NumberDescription | TextDescription): string {
    return this.#drafts[parameter.name] ?? String(this.#parameters[parameter.name] ?? parameter.quick)
  }

  /** Takes a number as typed; one that is not allowed stays in its field and hinders the start. */
  type(parameter: NumberDescription, text: string): void {
    const { name, least, greatest } = parameter
    const number = text.trim() === '' ? Number.NaN : Number(text)
    this.#drafts = Object.fromEntries(Object.entries(this.#drafts).filter(([one]) => one !== name))
    if (Number.isInteger(number) && number >= least && number <= greatest) return this.#set(name, number)
    this.#drafts = { ...this.#drafts, [name]: text }
    this.#extent = 'custom'
  }

  /** Takes a text as written; one that is too long stays in its field and hinders the start. */
  write(parameter: TextDescription, text: string): void {
    const { name, most } = parameter
    this.#drafts = Object.fromEntries(Object.entries(this.#drafts).filter(([one]) => one !== name))
    if (text.length <= most) return this.#set(name, text)
    this.#drafts = { ...this.#drafts, [name]: text }
    this.#extent = 'custom'
  }

  /** What is allowed, in one sentence, where something else was typed; null where everything can be measured. */
  get refusal(): string | null {
    const refused = this.#experiment.parameters.find(({ name }) => this.#drafts[name] !== undefined)
    return refused ? this.refusalOf(refused) : null
  }

  refusalOf(parameter: ParameterDescription): string | null {
    if (this.#drafts[parameter.name] === undefined) return null
    if (parameter.choose === 'text') {
      return `${parameter.title} takes a text of up to ${formatCount(parameter.most)} characters.`
    }
    if (parameter.choose !== 'number') return null
    const { title, least, greatest } = parameter
    return `${title} takes a whole number from ${formatCount(least)} to ${formatCount(greatest)}.`
  }

  /** Switches a series; the last one that is on stays on. */
  toggleSeries(id: string): void {
    const on = this.#experiment.series.map((one) => one.id).filter((one) => this.#series.includes(one) !== (one === id))
    if (on.length > 0) this.#series = on
  }

  /** Takes over what a stored run was measured with, as far as it is possible here. */
  takeFrom(run: Pick<RunView, 'parameters' | 'series' | 'procedure'>): void {
    const possible = this.#experiment.series.filter(({ unsupported }) => unsupported === null).map(({ id }) => id)
    const measured = possible.filter((id) => run.series.some((one) => one.id === id))
    if (measured.length > 0) this.#series = measured
    this.#drafts = {}
    this.#parameters = { ...this.#parameters, ...run.parameters }
    this.setBudget(run.procedure.budgetSeconds)
    this.#extent = (['quick', 'full'] as const).find((extent) => this.#isAs(extent)) ?? 'custom'
  }

  request(): MeasurementRequest {
    return {
      experiment: this.#experiment.id,
      parameters: { ...this.#parameters },
      series: [...this.#series],
      budgetSeconds: this.#budgetSeconds,
    }
  }

  #isAs(extent: 'quick' | 'full'): boolean {
    const { parameters, budgetSeconds } = this.#experiment
    const usual = ({ quick, default: full }: ParameterDescription): ParameterValue =>
      extent === 'quick' ? quick : full
    return (
      this.#budgetSeconds === budgetSeconds[extent] &&
      parameters.every((parameter) => String(this.#parameters[parameter.name]) === String(usual(parameter)))
    )
  }

  #set(name: string, value: ParameterValue): void {
    this.#parameters = { ...this.#parameters, [name]: value }
    this.#extent = 'custom'
  }
}
