import { FREE } from '../../../model/scheduler/costs.ts'
import { parseWorkload, printWorkload } from '../../../model/scheduler/parse-workload.ts'
import { POLICIES } from '../../../model/scheduler/policies/index.ts'
import { WORKLOAD_PRESETS } from '../../../model/scheduler/presets.ts'
import { randomWorkload } from '../../../model/scheduler/random-workload.ts'
import {
  POLICY_IDS,
  type Costs,
  type PolicyId,
  type PolicyParameter,
  type SimulatedMachine,
} from '../../../model/scheduler/schedule.ts'
import type { Workload, WorkloadError } from '../../../model/scheduler/workload.ts'
import type { CostSource } from '../../../model/constants/simulator-costs.ts'
import { edgeAfter, edgeBefore } from '../timeline/span-search.ts'
import { TimelineView } from '../timeline/TimelineView.svelte.ts'
import { Comparison } from './Comparison.svelte.ts'
import { Player } from './Player.svelte.ts'
import { regroup, type Grouping } from './regroup.ts'
import type { ChosenPolicy, Simulation, SimulationAnswer } from './simulation.ts'
import { SimulationWorker } from './SimulationWorker.ts'

/** So long the text stands still before it is simulated. */
const SETTLE_MS = 150

type Queues = SimulatedMachine['queues']

/** What the page *Simulator* shows: a workload, a machine, a policy, and what the model makes of them. It outlives the page. */
export class Simulator {
  readonly view = new TimelineView(0)
  readonly player = new Player(this.view, (direction) => this.step(direction))
  readonly comparison = new Comparison()
  readonly #worker = new SimulationWorker()
  #text = $state('')
  /** The preset that the text began as; null for other text. */
  #preset = $state<string | null>(null)
  #randomSeed = $state(1)
  #grouping = $state<Grouping>('as-written')
  #policy = $state<PolicyId>('rr')
  #settings = $state.raw<Readonly<Partial<Record<PolicyId, Readonly<Record<string, number>>>>>>({})
  #seed = $state(1)
  #cores = $state(1)
  #queues = $state<Queues>('one')
  #costs = $state.raw<Costs>(FREE)
  #costSources = $state.raw<readonly CostSource[] | null>(null)
  #simulation = $state.raw<Simulation | null>(null)
  #status = $state<'idle' | 'simulating' | 'done' | 'cancelled' | 'failed'>('idle')
  #problem = $state('')
  #timer: ReturnType<typeof setTimeout> | null = null

  readonly #parsed = $derived(parseWorkload(this.#text))
  /** The last workload whose text had no errors; the timeline goes on showing it while the text is being typed. */
  readonly #asWritten = $derived(this.#parsed.ok ? this.#parsed.workload : null)
  readonly #workload = $derived(this.#asWritten ? regroup(this.#asWritten, this.#grouping) : null)
  #simulated = $state.raw<Workload | null>(null)

  get text(): string {
    return this.#text
  }

  get preset(): string | null {
    return this.#preset
  }

  get randomSeed(): number {
    return this.#randomSeed
  }

  get errors(): readonly WorkloadError[] {
    return this.#parsed.ok ? [] : this.#parsed.errors
  }

  /** As the text says; null while the text has errors. */
  get workload(): Workload | null {
    return this.#asWritten
  }

  /** What the simulation below was made of. */
  get simulated(): Workload | null {
    return this.#simulated
  }

  get grouping(): Grouping {
    return this.#grouping
  }

  get policy(): PolicyId {
    return this.#policy
  }

  get seed(): number {
    return this.#seed
  }

  get cores(): number {
    return this.#cores
  }

  get queues(): Queues {
    return this.#queues
  }

  get costs(): Costs {
    return this.#costs
  }

  /** Where the costs come from, as long as they are this machine’s constants. */
  get costSources(): readonly CostSource[] | null {
    return this.#costSources
  }

  get machine(): SimulatedMachine {
    return { cores: this.#cores, queues: this.#queues, costs: this.#costs }
  }

  get simulation(): Simulation | null {
    return this.#simulation
  }

  get status(): 'idle' | 'simulating' | 'done' | 'cancelled' | 'failed' {
    return this.#status
  }

  get problem(): string {
    return this.#problem
  }

  /** Begins with the first preset; does nothing where something is shown already. */
  begin(): void {
    if (this.#status === 'idle') this.choosePreset(WORKLOAD_PRESETS[0]?.id ?? '')
  }

  choosePreset(id: string): void {
    const preset = WORKLOAD_PRESETS.find((one) => one.id === id)
    if (!preset) return
    this.#preset = id
    this.#text = preset.text
    this.#cores = preset.cores
    this.comparison.clear()
    this.#simulateNow()
  }

  drawRandom(seed: number): void {
    this.#randomSeed = seed
    this.write(printWorkload(randomWorkload(seed)))
  }

  /** Takes the text as it is typed. */
  write(text: string): void {
    this.#text = text
    this.#preset = null
    this.#changed()
  }

  /** Takes a workload from the form; the text follows. */
  edit(workload: Workload): void {
    this.write(printWorkload(workload))
  }

  choosePolicy(policy: PolicyId): void {
    this.#policy = policy
    this.#simulateSoon()
  }

  settingOf({ name, default: usual }: PolicyParameter): number {
    return this.#settings[this.#policy]?.[name] ?? usual
  }

  set(parameter: PolicyParameter, value: number): void {
    if (!Number.isFinite(value) || value < parameter.least || value > parameter.greatest) return
    this.#settings = { ...this.#settings, [this.#policy]: { ...this.#settings[this.#policy], [parameter.name]: value } }
    this.#changed()
  }

  setMachine(change: { cores?: number; queues?: Queues; costs?: Costs; seed?: number; grouping?: Grouping }): void {
    const { cores, queues, costs, seed, grouping } = change
    if (cores !== undefined && Number.isInteger(cores) && cores >= 1 && cores <= 64) this.#cores = cores
    if (queues !== undefined) this.#queues = queues
    if (costs !== undefined) {
      this.#costs = costs
      this.#costSources = null
    }
    if (seed !== undefined && Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff) this.#seed = seed
    if (grouping !== undefined) this.#grouping = grouping
    this.#changed()
  }

  /** Charges what this machine’s constants say. */
  useCosts(costs: Costs, sources: readonly CostSource[]): void {
    this.setMachine({ costs })
    this.#costSources = sources
  }

  /** To the next or the previous time at which anything changes. */
  step(direction: 1 | -1): boolean {
    const lanes = this.#simulation ? [...this.#simulation.cores, ...this.#simulation.tasks] : []
    const next = direction === 1 ? edgeAfter(lanes, this.view.cursor) : edgeBefore(lanes, this.view.cursor)
    if (next !== null) this.view.place(next)
    return next !== null
  }

  compare(): void {
    if (!this.#workload) return
    this.comparison.start(
      this.#workload,
      this.machine,
      POLICY_IDS.map((id) => this.#chosen(id)),
    )
  }

  cancel(): void {
    if (this.#status !== 'simulating') return
    this.#worker.cancel()
    this.#status = 'cancelled'
  }

  /** What is compared depends on everything but the policy that is shown. */
  #changed(): void {
    this.comparison.clear()
    this.#simulateSoon()
  }

  #simulateSoon(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#simulateNow(), SETTLE_MS)
  }

  #simulateNow(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const workload = this.#workload
    if (!workload) return
    this.#status = 'simulating'
    this.#worker.ask(
      // The worker gets a copy that no proxy stands before.
      $state.snapshot({
        ask: 'simulate' as const,
        workload,
        machine: this.machine,
        policy: this.#chosen(this.#policy),
      }),
      (answer) => this.#take(answer, workload),
    )
  }

  /** A policy as it is tuned now. */
  #chosen(id: PolicyId): ChosenPolicy {
    const settings = POLICIES[id].parameters.map(({ name, default: usual }) => [
      name,
      this.#settings[id]?.[name] ?? usual,
    ])
    return { id, settings: Object.fromEntries(settings), seed: this.#seed }
  }

  #take(answer: SimulationAnswer, workload: Workload): void {
    if (answer.kind === 'failed') {
      this.#status = 'failed'
      this.#problem = answer.sentence
    }
    if (answer.kind !== 'simulated') return
    this.player.pause()
    this.#simulated = workload
    this.#simulation = answer.simulation
    this.#status = 'done'
    this.view.restart(answer.simulation.schedule.metrics.end)
  }
}
