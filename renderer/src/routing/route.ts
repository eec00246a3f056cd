export type Route =
  | { page: 'start' }
  | { page: 'experiment'; id: string }
  | { page: 'runs' }
  | { page: 'run'; id: string }
  | { page: 'machine' }
  | { page: 'inspector' }
  | { page: 'simulator' }
  | { page: 'explorer' }
  | { page: 'cost-model' }

/** Pages that their name alone leads to. */
const NAMED = ['machine', 'inspector', 'simulator', 'explorer', 'cost-model'] as const

/** Which page an address's fragment means: `#/runs/20260101-…` is a run, `#/creation-cost` an experiment. */
export function parseRoute(fragment: string): Route {
  const [first = '', second = ''] = fragment
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (first === '') return { page: 'start' }
  const named = NAMED.find((page) => page === first)
  if (named !== undefined) return { page: named }
  if (first === 'runs') return second === '' ? { page: 'runs' } : { page: 'run', id: second }
  return { page: 'experiment', id: first }
}

/** The address of a page, for links. */
export function addressOf(route: Route): string {
  switch (route.page) {
    case 'start':
      return '#/'
    case 'experiment':
      return `#/${encodeURIComponent(route.id)}`
    case 'run':
      return `#/runs/${encodeURIComponent(route.id)}`
    default:
      return `#/${route.page}`
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
