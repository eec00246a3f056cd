import type { Run } from '../contract/run.ts'
import { StoredCostModel } from './constants/cost-model.ts'
import type { HostTask, Means } from './experiments/experiment.ts'
import { childProcess, workerThread } from './experiments/creation-cost/host-tasks.ts'
import { experiments } from './experiments/index.ts'
import { chooseSampler } from './inspector/choose-sampler.ts'
import { Inspections } from './inspector/inspections.ts'
import { createMachineReader } from './machine/card.ts'
import { readControlGroupMemoryLeft } from './machine/cgroup.ts'
import { readLimits } from './machine/limits.ts'
import { readLinuxLoad } from './machine/load.ts'
import { readPlacement } from './machine/placement.ts'
import { systemRoot } from './machine/small-file.ts'
import { readTaskRoom } from './machine/task-capacity.ts'
import { Measurements } from './measurement.ts'
import { locateProbes } from './probes/locate.ts'
import { createRouter, type LabRouter } from './router.ts'
import { RunStore } from './runs/store.ts'

export interface LabOptions {
  dataFolder: string
  /** The folder that `threadprobe` is in. */
  probesFolder: string
  program: Run['program']
  /** Ways of starting a task that only this host has, besides those of Node. */
  hostTasks?: readonly HostTask[]
}

export interface Lab {
  router: LabRouter
  store: RunStore
  /** Ends what is running and resolves when nothing of it is left. */
  close(): Promise<void>
}

/** Of the whole machine. Node's own answer leaves out what the control groups above ours allow. */
function availableBytes(): number {
  return readLinuxLoad(systemRoot).memoryAvailableBytes ?? process.availableMemory()
}

/** The lab as every host constructs it. */
export async function createLab({ dataFolder, probesFolder, program, hostTasks = [] }: LabOptions): Promise<Lab> {
  const machine = createMachineReader()
  const store = new RunStore(dataFolder)
  const costModel = new StoredCostModel(store)
  const means: Means = {
    probes: await locateProbes(probesFolder),
    hostTasks: [workerThread, childProcess, ...hostTasks],
    availableBytes: () => Math.min(availableBytes(), readControlGroupMemoryLeft(systemRoot) ?? Infinity),
    limits: () => readLimits(systemRoot),
    taskRoom: () => readTaskRoom(systemRoot, readLimits(systemRoot), availableBytes()),
    allowedCores: () => readPlacement(systemRoot).allowedCpus,
    modelConstants: async (signal) => (await costModel.describe(await machine.card(), signal)).constants,
  }
  const inspections = new Inspections({ pid: process.pid, host: program.host }, chooseSampler(probesFolder))
  const measurements = new Measurements({ experiments, means, machine, store, costModel, program, inspections })
  return {
    router: createRouter({ experiments, means, machine, measurements, store, costModel, inspections }),
    store,
    close: async () => {
      await Promise.all([measurements.cancel(), inspections.close()])
    },
  }
}
