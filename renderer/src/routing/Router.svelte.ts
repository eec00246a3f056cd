import { addressOf, parseRoute, type Route } from './route.ts'

/** The page that the address asks for. */
export class Router {
  #route = $state.raw<Route>(parseRoute(location.hash))

  constructor() {
    window.addEventListener('hashchange', () => (this.#route = parseRoute(location.hash)))
  }

  get route(): Route {
    return this.#route
  }

  go(route: Route): void {
    location.hash = addressOf(route)
  }
}
