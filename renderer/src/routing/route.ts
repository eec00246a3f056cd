export type Route =
  | { page: 'start' }
  | { page: 'experiment'; id: string }
  | { page: 'runs' }
  | { page: 'run'; id: string }
  | { page: 'machine' }

/** Which page an address's fragment means: `#/runs/20260101-…` is a run, `#/creation-cost` an experiment. */
export function parseRoute(fragment: string): Route {
  const [first = '', second = ''] = fragment
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (first === '') return { page: 'start' }
  if (first === 'machine') return { page: 'machine' }
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
