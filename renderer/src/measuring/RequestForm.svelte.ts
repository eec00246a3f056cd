import type { ExperimentDescription, ParameterDescription } from '../../../contract/experiment.ts'
import type { MeasurementRequest } from '../../../contract/measurement.ts'
import type { ParameterValue, RunView } from '../../../contract/run.ts'

export type Extent = 'quick' | 'full' | 'custom'

type Scalar = string | number

/** The greatest budget that the lab accepts. */
export const LONGEST_BUDGET_SECONDS = 600

/** What the user has chosen to measure: parameters, series and time. */
export class RequestForm {
  readonly #experiment: ExperimentDescription
  #extent = $state<Extent>('quick')
  #budgetSeconds = $state(0)
  #parameters = $state.raw<Readonly<Record<string, ParameterValue>>>({})
  #series = $state.raw<readonly string[]>([])

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

  /** Switches one of several options; the last one that is on stays on. */
  toggle(parameter: ParameterDescription, option: Scalar): void {
    const on = parameter.options
      .map(({ value }) => value)
      .filter((value) => this.isOn(parameter, value) !== (value === option))
    if (on.length > 0) this.#set(parameter.name, on)
  }

  pick(parameter: ParameterDescription, option: Scalar): void {
    this.#set(parameter.name, option)
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
