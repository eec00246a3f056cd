import type { Prediction } from './prediction.ts'

/** Whether its constants were fitted within the run that scores it, just before; pictures and findings of a run tell of these. */
export const isOfThisRun = ({ runs }: Pick<Prediction, 'runs'>): boolean => runs === undefined

/** Whether it is the outcome of simulations, one of many of a run, and not of a formula. */
export const isSimulation = ({ model }: Prediction): boolean => model.simulations !== undefined
