import type { ExploreOptions, Search } from '../../../model/explorer/exploration.ts'

interface NumberField {
  name: 'preemptions' | 'schedules' | 'seed' | 'states' | 'depth'
  title: string
  least: number
  greatest: number
}

export const SEARCHES: readonly { id: Search; title: string; explanation: string; fields: NumberField['name'][] }[] = [
  {
    id: 'states',
    title: 'all schedules',
    explanation: 'Every state that can be reached, once. Schedules are counted as the paths through them.',
    fields: [],
  },
  {
    id: 'reduced',
    title: 'reduced',
    explanation:
      'One schedule for each set that differs only in the order of steps that do not touch each other (partial-order reduction). The same ends and the same failures, without the counts.',
    fields: [],
  },
  {
    id: 'preemptions',
    title: 'few preemptions',
    explanation:
      'Every schedule that takes the core at most so many times from a thread that could have gone on. Most bugs need one or two.',
    fields: ['preemptions'],
  },
  {
    id: 'random',
    title: 'random',
    explanation: 'So many schedules, each step drawn from the threads that can go. A sample, not a proof.',
    fields: ['schedules', 'seed'],
  },
  {
    id: 'pct',
    title: 'random priorities',
    explanation:
      'So many schedules by random priorities that change at few random places (PCT). Finds rare failures sooner than drawing each step.',
    fields: ['schedules', 'seed'],
  },
]

export const FIELDS: Readonly<Record<NumberField['name'], NumberField>> = {
  preemptions: { name: 'preemptions', title: 'Preemptions at most', least: 0, greatest: 20 },
  schedules: { name: 'schedules', title: 'Schedules', least: 1, greatest: 1_000_000 },
  seed: { name: 'seed', title: 'Seed', least: 0, greatest: 4_294_967_295 },
  states: { name: 'states', title: 'States at most', least: 100, greatest: 5_000_000 },
  depth: { name: 'depth', title: 'Steps at most in a schedule', least: 10, greatest: 100_000 },
}

/** How the schedules are to be searched, as it stands in the form. */
export class SearchForm {
  #search = $state<Search>('states')
  #texts = $state.raw<Readonly<Record<NumberField['name'], string>>>({
    preemptions: '2',
    schedules: '10000',
    seed: '1',
    states: '1000000',
    depth: '10000',
  })

  get search(): Search {
    return this.#search
  }

  set search(search: Search) {
    this.#search = search
  }

  /** The fields that matter to the chosen search. */
  get fields(): readonly NumberField[] {
    const own = SEARCHES.find(({ id }) => id === this.#search)?.fields ?? []
    return [...own, 'states' as const, 'depth' as const].map((name) => FIELDS[name])
  }

  textOf(name: NumberField['name']): string {
    return this.#texts[name]
  }

  type(name: NumberField['name'], text: string): void {
    this.#texts = { ...this.#texts, [name]: text }
  }

  /** What a field takes, where something else stands in it. */
  refusalOf({ name, title, least, greatest }: NumberField): string | null {
    const number = this.#number(name)
    if (Number.isInteger(number) && number >= least && number <= greatest) return null
    return `${title}: a whole number from ${least.toLocaleString('en-GB')} to ${greatest.toLocaleString('en-GB')}.`
  }

  get refusal(): string | null {
    return this.fields.map((field) => this.refusalOf(field)).find((sentence) => sentence !== null) ?? null
  }

  get options(): Omit<ExploreOptions, 'onProgress'> {
    const number = (name: NumberField['name']): number => this.#number(name)
    return {
      search: this.#search,
      preemptions: number('preemptions'),
      schedules: number('schedules'),
      seed: number('seed'),
      most: { states: number('states'), depth: number('depth') },
    }
  }

  #number(name: NumberField['name']): number {
    const text = this.#texts[name].trim()
    return text === '' ? Number.NaN : Number(text)
  }
}
