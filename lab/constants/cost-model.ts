import type { CostModel, MadePrediction } from '../../contract/cost-model.ts'
import type { MachineCard } from '../../contract/machine.ts'
import type { Prediction } from '../../contract/prediction.ts'
import type { SeriesIdentity } from '../../contract/series.ts'
import { CATALOGUE } from '../../model/constants/catalogue.ts'
import { DataFolderError, type RunStore } from '../runs/store.ts'
import { calibrate } from './calibrate.ts'
import { EarlierRuns } from './earlier-runs.ts'
import { machineIdentity } from './machine-identity.ts'
import { constantsBehind, predictFromRuns } from './predict.ts'
import type { RunFigures } from './run-figures.ts'

const EXPERIMENTS = [...new Set(CATALOGUE.map(({ experiment }) => experiment))]

/** The cost model of a machine, out of its stored runs. */
export class StoredCostModel {
  readonly #runs: EarlierRuns

  constructor(store: RunStore) {
    this.#runs = new EarlierRuns(store)
  }

  /** Every constant, and every prediction that constants made for one of the runs that they come from now. */
  async describe(card: MachineCard, signal?: AbortSignal): Promise<CostModel> {
    const machine = machineIdentity(card)
    const own: RunFigures[] = []
    let foreign = 0
    for (const experiment of EXPERIMENTS) {
      const found = await this.#runs.of(experiment, machine, signal)
      own.push(...found.own)
      foreign += found.foreign
    }
    return { constants: calibrate(own), predictions: own.flatMap(madeFor), runs: { own: own.length, foreign } }
  }

  /** Predicts what a run is about to measure. A data folder that cannot be read gives no prediction, and no failure. */
  async predict(
    experiment: string,
    planned: readonly SeriesIdentity[],
    card: MachineCard,
    signal: AbortSignal,
  ): Promise<Prediction[]> {
    if (!EXPERIMENTS.includes(experiment)) return []
    try {
      const { own } = await this.#runs.of(experiment, machineIdentity(card), signal)
      return predictFromRuns(own, experiment, planned)
    } catch (error) {
      if (error instanceof DataFolderError) return []
      throw error
    }
  }
}

function madeFor({ run, startedAt, experiment, predictions }: RunFigures): MadePrediction[] {
  return predictions.map((prediction) => ({
    ...{ run, startedAt, experiment },
    constants: constantsBehind(experiment, prediction.of),
    prediction,
  }))
}
