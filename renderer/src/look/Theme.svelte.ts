export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const STORAGE_KEY = 'threadlab.theme'

function isChoice(value: string | null): value is ThemeChoice {
  return themeChoices.some((choice) => choice === value)
}

/** Light or dark: follows the system until it is set, and remembers what was set. */
export class Theme {
  #choice = $state<ThemeChoice>('system')
  #systemIsDark = $state(false)

  constructor() {
    const stored = localStorage.getItem(STORAGE_KEY)
    if (isChoice(stored)) this.#choice = stored
    const system = matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = system.matches
    system.addEventListener('change', ({ matches }) => (this.#systemIsDark = matches))
    this.#apply()
  }

  get choice(): ThemeChoice {
    return this.#choice
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice
    localStorage.setItem(STORAGE_KEY, choice)
    this.#apply()
  }

  /** What is shown now; canvas pictures redraw when it changes. */
  get shown(): 'light' | 'dark' {
    if (this.#choice !== 'system') return this.#choice
    return this.#systemIsDark ? 'dark' : 'light'
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.#choice
  }
}
