import { CAME_TO, type Access, type FaultRegister, type State, type Step, type Waiting } from './compiled-program.ts'
import type { MisuseFinding } from './finding.ts'
import { elementName, type Entity } from './layout.ts'
import type { CallName } from './program-tree.ts'
import type { Granularity } from './program.ts'

/** Computes a number from a state. */
export type Evaluate = (state: State) => number

/** An expression made ready to run; `constant` is its value where it is the same in every state. */
export interface Code {
  constant: number | null
  evaluate: Evaluate
  /** Whether the step that evaluates it loads shared memory for it, so that other threads can change it until then. */
  shifts: boolean
}

/** Finds an element; −1, and a fault, where there is none with that index. */
export interface Locator {
  entity: Entity
  constant: number | null
  locate: Evaluate
  /** Whether other threads can change which element it is until the step is taken. */
  shifts: boolean
}

export interface Touch {
  at: Locator
  writes: boolean
  plain: boolean
}

/** What a step does, before it has its place among the others. */
export interface StepPlan {
  text: string
  act: Evaluate
  touches?: readonly Touch[]
  ready?: ((state: State) => boolean) | null
  waiting?: ((state: State) => readonly Waiting[]) | null
  call?: CallName
  asserts?: string
}

interface Load {
  text: string
  act: Evaluate
  touch: Touch
}

/**
 * Collects the steps of one thread. Within a statement, loads either happen in the statement's one step (granularity
 * `statement`) or become steps of their own that keep what they loaded in a word of the state until the statement ends.
 */
export class ThreadCoder {
  readonly thread: number
  readonly threadName: string
  /** The thread's number within its group; null outside one. */
  readonly id: number | null
  readonly granularity: Granularity
  readonly entities: ReadonlyMap<string, Entity>
  readonly faults: FaultRegister
  readonly locals = new Map<string, number>()
  readonly steps: Step[] = []
  /** Exits of steps that lead to the step that comes next. */
  #open: ((target: number) => void)[] = []
  #inScope: readonly string[] = []
  readonly #firstTemporary: number
  #temporaries = 0
  #mostTemporaries = 0
  #loads: Load[] = []
  #touches: Touch[] = []
  #line = 0

  constructor(of: {
    thread: number
    name: string
    id: number | null
    granularity: Granularity
    entities: ReadonlyMap<string, Entity>
    faults: FaultRegister
    /** Names of all locals of the thread, which get words from `firstWord` on. */
    locals: readonly string[]
    firstWord: number
  }) {
    this.thread = of.thread
    this.threadName = of.name
    this.id = of.id
    this.granularity = of.granularity
    this.entities = of.entities
    this.faults = of.faults
    for (const [index, name] of of.locals.entries()) this.locals.set(name, of.firstWord + index)
    this.#firstTemporary = of.firstWord + of.locals.length
  }

  /** The first word after those of this thread. */
  get end(): number {
    return this.#firstTemporary + this.#mostTemporaries
  }

  get inScope(): readonly string[] {
    return this.#inScope
  }

  set inScope(names: readonly string[]) {
    this.#inScope = names
  }

  begin(line: number): void {
    this.#line = line
    this.#temporaries = 0
    this.#loads = []
    this.#touches = []
  }

  get hasLoads(): boolean {
    return this.#loads.length > 0
  }

  /** A word that keeps a number until the statement ends. */
  temporary(): number {
    const word = this.#firstTemporary + this.#temporaries++
    this.#mostTemporaries = Math.max(this.#mostTemporaries, this.#temporaries)
    return word
  }

  fault(misuse: MisuseFinding['misuse'], sentence: string): -1 {
    this.faults.raised = { misuse, sentence: `${this.threadName} ${sentence}` }
    return CAME_TO.fault
  }

  /** Whether evaluation has met a misuse in this step. */
  get hasFault(): boolean {
    return this.faults.raised !== null
  }

  /** Loads a variable: now, within the statement's step, or by a step before it. */
  load(at: Locator, text: string): Evaluate {
    const { entity, constant, locate } = at
    const touch: Touch = { at, writes: false, plain: entity.kind === 'shared' }
    const read: Evaluate =
      constant !== null && constant >= 0
        ? reading(entity.offset + constant)
        : (state) => {
            const index = locate(state)
            return index < 0 ? 0 : (state[entity.offset + index] ?? 0)
          }
    if (this.granularity === 'statement') {
      this.#touches.push(touch)
      return read
    }
    const word = this.temporary()
    const act: Evaluate = (state) => {
      state[word] = read(state)
      return this.hasFault ? CAME_TO.fault : CAME_TO.next
    }
    this.#loads.push({ text: `load ${text}`, act, touch })
    return reading(word)
  }

  /** Ends the statement with a step that touches nothing shared but what was loaded: its last load does it as well. */
  completeLocally(plan: StepPlan): void {
    const last = this.#loads.pop()
    if (last === undefined) {
      this.complete(plan)
      return
    }
    const text = this.#loads.length === 0 ? plan.text : `${last.text}, ${plan.text}`
    const act: Evaluate = (state) => {
      const came = last.act(state)
      return came === CAME_TO.next ? plan.act(state) : came
    }
    this.complete({ ...plan, text, act, touches: [last.touch] })
  }

  /** Ends the statement with a step that comes after all its loads. */
  complete(plan: StepPlan): void {
    this.flush()
    const from = this.#firstTemporary
    const to = from + this.#temporaries
    this.emit(from === to ? plan : { ...plan, act: clearing(plan.act, from, to) })
  }

  /** Emits the loads that wait, so that the next step comes after them. */
  flush(): void {
    for (const { text, act, touch } of this.#loads) this.emit({ text, act, touches: [touch] })
    this.#loads = []
  }

  emit(plan: StepPlan): Step {
    const index = this.steps.length
    const step: Step = {
      line: this.#line,
      text: plan.text,
      act: plan.act,
      ready: plan.ready ?? null,
      accesses: this.#accesses([...this.#touches, ...(plan.touches ?? [])]),
      reach: this.#accesses([...this.#touches, ...(plan.touches ?? [])].flatMap(wherever)),
      waiting: plan.waiting ?? null,
      call: plan.call ?? null,
      asserts: plan.asserts ?? null,
      next: index + 1,
      otherwise: index + 1,
      inScope: this.#inScope,
    }
    this.#touches = []
    this.steps.push(step)
    this.lead(index)
    this.#open = [(target) => (step.next = target)]
    return step
  }

  /** Leads all open exits to a step. */
  lead(target: number): void {
    for (const exit of this.#open) exit(target)
    this.#open = []
  }

  /** Takes the open exits away, to be opened again by `reopen`. */
  takeOpen(): readonly ((target: number) => void)[] {
    const open = this.#open
    this.#open = []
    return open
  }

  reopen(exits: readonly ((target: number) => void)[]): void {
    this.#open = [...this.#open, ...exits]
  }

  #accesses(touches: readonly Touch[]): Step['accesses'] {
    const at = (state: State): Access[] => {
      const before = this.faults.raised
      const accesses = touches.flatMap(({ at: { entity, locate }, writes, plain }) => {
        // A misuse of an earlier step may still stand there, and would be taken for one of this place.
        this.faults.raised = null
        const index = locate(state)
        return index < 0 ? [] : [{ object: entity.object + index, writes, plain }]
      })
      this.faults.raised = before
      return merged(accesses)
    }
    return touches.every((touch) => touch.at.constant !== null) ? at(new Int32Array(0)) : at
  }
}

/** Every element that a touch may be of; of one that no other thread can change, the touch as it is. */
function wherever(touch: Touch): Touch[] {
  const { entity, shifts } = touch.at
  if (!shifts) return [touch]
  return Array.from({ length: entity.length }, (_, constant) => ({
    ...touch,
    at: { entity, constant, locate: () => constant, shifts: false },
  }))
}

/** One access for each object and kind of access, a write rather than a read. */
function merged(accesses: readonly Access[]): Access[] {
  const kept: Access[] = []
  for (const access of accesses) {
    const same = kept.find(({ object, plain }) => object === access.object && plain === access.plain)
    if (same === undefined) kept.push({ ...access })
    else same.writes ||= access.writes
  }
  return kept
}

export function reading(word: number): Evaluate {
  return (state) => state[word] ?? 0
}

function clearing(act: Evaluate, from: number, to: number): Evaluate {
  return (state) => {
    const came = act(state)
    state.fill(0, from, to)
    return came
  }
}

/** Finds the element that an index names. @param index null for what has none */
export function locator(coder: ThreadCoder, entity: Entity, index: Code | null): Locator {
  if (index === null) return { entity, constant: 0, locate: () => 0, shifts: false }
  const { length } = entity
  const outOfRange = (given: number): number => {
    const last = length === 1 ? 'element 0 only' : `elements 0 to ${String(length - 1)}`
    return coder.fault('index-out-of-range', `uses ${elementName(entity, given)}, but ${entity.name} has ${last}.`)
  }
  if (index.constant !== null) {
    const given = index.constant
    if (given >= 0 && given < length) return { entity, constant: given, locate: () => given, shifts: false }
    return { entity, constant: -1, locate: () => outOfRange(given), shifts: false }
  }
  const locate: Evaluate = (state) => {
    const given = index.evaluate(state)
    if (coder.hasFault) return -1
    return given >= 0 && given < length ? given : outOfRange(given)
  }
  return { entity, constant: null, locate, shifts: index.shifts }
}
