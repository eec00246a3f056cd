import { compileProgram } from '../../../model/explorer/compile.ts'
import type { CompiledProgram } from '../../../model/explorer/compiled-program.ts'
import { EXPLORER_PRESETS, type ExplorerPreset } from '../../../model/explorer/presets.ts'
import type { Granularity, ProgramError } from '../../../model/explorer/program.ts'
import { decodeSchedule } from '../../../model/explorer/replay.ts'
import { schedulesOf, spaceOf, type ScheduleSpace } from './schedule-space.ts'
import { ScheduleSearch } from './ScheduleSearch.svelte.ts'
import { SearchForm } from './SearchForm.svelte.ts'
import { LONGEST_WALK, Walk } from './Walk.svelte.ts'

/** The select's word for a program that is nobody's preset. */
export const OWN_PROGRAM = 'own'

/** What stands on the page *Explorer*: a program, a schedule that is walked, a search. It outlives the page. */
export class Explorer {
  readonly form = new SearchForm()
  readonly search = new ScheduleSearch()
  /** Whether single keys take steps anywhere on the page; some ways of input press them unmeant. */
  keysWalk = $state(true)
  #presetId = $state('')
  #source = $state('')
  /** The latest program that was written here, kept while presets are looked at. */
  #own = $state<string | null>(null)
  #granularity = $state<Granularity>('statement')
  #errors = $state.raw<readonly ProgramError[]>([])
  #walk = $state.raw<Walk | null>(null)

  constructor() {
    const [first] = EXPLORER_PRESETS
    if (first) this.choose(first.id)
  }

  get presetId(): string {
    return this.#presetId
  }

  get hasOwn(): boolean {
    return this.#own !== null
  }

  get preset(): ExplorerPreset | null {
    return EXPLORER_PRESETS.find(({ id }) => id === this.#presetId) ?? null
  }

  get source(): string {
    return this.#source
  }

  get granularity(): Granularity {
    return this.#granularity
  }

  set granularity(granularity: Granularity) {
    this.#granularity = granularity
    this.#compile()
  }

  get errors(): readonly ProgramError[] {
    return this.#errors
  }

  /** The schedule that is walked; null while the program has errors. */
  get walk(): Walk | null {
    return this.#walk
  }

  get program(): CompiledProgram | null {
    return this.#walk?.program ?? null
  }

  /** Every schedule of the program, where it is small enough to be drawn. */
  readonly space: ScheduleSpace | null = $derived.by(() => (this.program ? spaceOf(this.program) : null))

  choose(presetId: string): void {
    const source = presetId === OWN_PROGRAM ? this.#own : EXPLORER_PRESETS.find(({ id }) => id === presetId)?.source
    if (source === undefined || source === null) return
    this.#presetId = presetId
    this.#source = source
    this.#compile()
  }

  edit(source: string): void {
    this.#source = source
    this.#own = source
    this.#presetId = OWN_PROGRAM
    this.#compile()
  }

  /** Stands before the first step of the schedule that a replay code means; the sentence why not, where it does not fit. */
  replay(code: string): string | null {
    if (!this.#walk) return 'The program has errors; mend them first.'
    const decoded = decodeSchedule(this.#walk.program, code)
    if (!decoded.ok) return decoded.reason
    this.#walk.load(decoded.threads)
    if (decoded.threads.length <= LONGEST_WALK) return null
    return `The schedule has ${decoded.threads.length.toLocaleString('en-GB')} steps; the first ${LONGEST_WALK.toLocaleString('en-GB')} can be walked.`
  }

  run(): void {
    if (this.program && this.form.refusal === null) this.search.start(this.program, this.form.options)
  }

  #compile(): void {
    const compiled = compileProgram(this.#source, this.#granularity)
    this.#errors = compiled.ok ? [] : compiled.errors
    this.#walk = compiled.ok ? new Walk(compiled.program) : null
    this.search.clear()
  }
}

/** Every schedule of a space in order, where there are few enough to be seen at once. */
export function fewSchedules(space: ScheduleSpace | null, most: number): ReturnType<typeof collect> {
  return space && space.schedules <= most ? collect(space) : []
}

function collect(space: ScheduleSpace): { threads: readonly number[]; end: ScheduleSpace['nodes'][number] }[] {
  return [...schedulesOf(space)]
}
