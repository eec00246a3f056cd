import { cloneFlags } from './clone-flags/experiment.ts'
import { communication } from './communication/experiment.ts'
import { contextSwitch } from './context-switch/experiment.ts'
import { creationCost } from './creation-cost/experiment.ts'
import type { Experiment } from './experiment.ts'
import { fairShare } from './fair-share/experiment.ts'
import { isolation } from './isolation/experiment.ts'
import { lostUpdate } from './lost-update/experiment.ts'
import { memory } from './memory/experiment.ts'
import { parallelism } from './parallelism/experiment.ts'
import { workload } from './workload/experiment.ts'

/** Every experiment, in the order of the navigation. Adding one here is all that hosts and window need. */
export const experiments: readonly Experiment[] = [
  creationCost,
  cloneFlags,
  memory,
  contextSwitch,
  communication,
  isolation,
  parallelism,
  lostUpdate,
  fairShare,
  workload,
]
