/**
 * Moves labels apart so that none overlaps, as little as possible: each keeps its order, `gap` from its neighbours and
 * within [low, high] where there is room. Gives the places in the order of the wishes.
 */
export function spread(wishes: readonly number[], gap: number, [low, high]: readonly [number, number]): number[] {
  const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish)
  const clusters: { sum: number; size: number }[] = []
  // Labels that touch form a cluster around the mean of what they wish for; clusters that touch are joined.
  for (const { wish } of order) {
    let cluster = { sum: wish, size: 1 }
    for (let last = clusters.at(-1); last && endOf(last, gap) + gap > startOf(cluster, gap); last = clusters.at(-1)) {
      clusters.pop()
      cluster = { sum: last.sum + cluster.sum, size: last.size + cluster.size }
    }
    clusters.push(cluster)
  }
  const places = clusters.flatMap((cluster) =>
    Array.from({ length: cluster.size }, (_, index) => startOf(cluster, gap) + index * gap),
  )
  keepInside(places, gap, low, high)
  const result = new Array<number>(wishes.length).fill(0)
  order.forEach(({ index }, position) => (result[index] = places[position] ?? 0))
  return result
}

const startOf = ({ sum, size }: { sum: number; size: number }, gap: number): number =>
  sum / size - ((size - 1) * gap) / 2
const endOf = (cluster: { sum: number; size: number }, gap: number): number =>
  startOf(cluster, gap) + (cluster.size - 1) * gap

function keepInside(places: number[], gap: number, low: number, high: number): void {
  let limit = high
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? limit, limit)
    limit = (places[i] ?? limit) - gap
  }
  limit = low
  for (let i = 0; i < places.length; i++) {
    places[i] = Math.max(places[i] ?? limit, limit)
    limit = (places[i] ?? limit) + gap
  }
}
