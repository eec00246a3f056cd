interface Process {
  pid: number
  parent: number
}

/** Stands for the parent of those without one. */
export const NOBODY = 0

/** The processes that are shown, by the nearest one above them that is shown too; parents are looked up among `all`. */
export function childrenOf<Shown extends Process>(
  shown: readonly Shown[],
  all: readonly Process[],
): ReadonlyMap<number, Shown[]> {
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const isShown = new Set(shown.map(({ pid }) => pid))
  const known = new Map<number, number>()
  const children = new Map<number, Shown[]>()
  for (const process of shown) {
    const above = nearestShown(process.pid, parents, isShown, known)
    const siblings = children.get(above)
    if (siblings) siblings.push(process)
    else children.set(above, [process])
  }
  return children
}

/** Each way up is gone once, however many processes share it: `known` keeps what was found for those that were passed. */
function nearestShown(
  pid: number,
  parents: ReadonlyMap<number, number>,
  shown: ReadonlySet<number>,
  known: Map<number, number>,
): number {
  const passed = new Set<number>()
  let above = pid
  while (above !== NOBODY && !passed.has(above) && !known.has(above)) {
    passed.add(above)
    above = parents.get(above) ?? NOBODY
  }
  // Parents are read at different moments: where a pid was given anew meanwhile, they may seem to lead in a circle.
  const leadsInCircle = passed.has(above) || known.get(above) === IN_CIRCLE
  let nearest = shown.has(above) ? above : (known.get(above) ?? NOBODY)
  for (const one of [...passed].reverse()) {
    known.set(one, leadsInCircle ? IN_CIRCLE : nearest)
    if (shown.has(one)) nearest = one
  }
  const found = known.get(pid) ?? NOBODY
  return found === IN_CIRCLE ? NOBODY : found
}

const IN_CIRCLE = -1
