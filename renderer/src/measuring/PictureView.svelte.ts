import { conditionKey } from '../../../contract/series-key.ts'
import type { Condition } from '../../../contract/series.ts'
import { mainConditions, type ShownRun } from './shown-run.ts'

/** Which part of an operation and which condition is looked at; the picture and the table follow it together. */
export class PictureView {
  #part = $state<string | null>(null)
  #condition = $state<string | null>(null)

  /** The chosen part, or the first of the experiment where it is not among those measured. */
  part({ experiment, plan }: ShownRun): string {
    const parts = experiment.parts.filter(({ id }) => plan.some(({ part }) => part === id))
    return (parts.find(({ id }) => id === this.#part) ?? parts[0] ?? experiment.parts[0])?.id ?? ''
  }

  /** The chosen condition, or the first of the run. */
  condition(shown: ShownRun): Condition {
    const conditions = mainConditions(shown)
    return conditions.find((one) => conditionKey(one) === this.#condition) ?? conditions[0] ?? {}
  }

  choosePart(part: string): void {
    this.#part = part
  }

  chooseCondition(condition: Condition): void {
    this.#condition = conditionKey(condition)
  }
}
