import { createContext } from 'svelte'
import type { Session } from './connection/Session.svelte.ts'
import type { Explorer } from './explorer/Explorer.svelte.ts'
import type { Inspection } from './inspector/Inspection.svelte.ts'
import type { Theme } from './look/Theme.svelte.ts'
import type { Bench } from './measuring/Bench.svelte.ts'
import type { Router } from './routing/Router.svelte.ts'
import type { Simulator } from './simulator/Simulator.svelte.ts'

/** What the window is made of; constructed once in `main.ts` and passed down. */
export interface App {
  session: Session
  bench: Bench
  router: Router
  theme: Theme
  explorer: Explorer
  simulator: Simulator
  inspection: Inspection
}

export const [getApp, setApp] = createContext<App>()
