/** What can stand in a heap; it is in one at a time. The heap owns these fields while it is. */
export interface HeapItem {
  key: number
  /** Decides between equal keys; the smaller first. */
  tie: number
  /** Where it stands in its heap; −1 outside. */
  position: number
}

/** A binary heap, smallest key first, whose items know where they stand, so that any of them can be taken out in O(log n). */
export class IndexedHeap<Item extends HeapItem> {
  readonly #items: Item[] = []

  get size(): number {
    return this.#items.length
  }

  /** The item with the smallest key. */
  get top(): Item | undefined {
    return this.#items[0]
  }

  /** Infinity where the heap is empty. */
  get smallestKey(): number {
    return this.#items[0]?.key ?? Infinity
  }

  push(item: Item, key: number, tie: number): void {
    item.key = key
    item.tie = tie
    this.#items.push(item)
    this.#rise(item, this.#items.length - 1)
  }

  pop(): Item | undefined {
    const top = this.#items[0]
    if (top !== undefined) this.remove(top)
    return top
  }

  remove(item: Item): void {
    const hole = item.position
    const last = this.#items.pop()
    item.position = -1
    if (last === undefined || last === item) return
    this.#rise(last, hole)
    this.#sink(last, last.position)
  }

  #rise(item: Item, from: number): void {
    const items = this.#items
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = items[parent]
      if (above === undefined || !precedes(item, above)) break
      items[hole] = above
      above.position = hole
      hole = parent
    }
    items[hole] = item
    item.position = hole
  }

  #sink(item: Item, from: number): void {
    const items = this.#items
    let hole = from
    for (;;) {
      let child = 2 * hole + 1
      let below = items[child]
      if (below === undefined) break
      const other = items[child + 1]
      if (other !== undefined && precedes(other, below)) {
        child++
        below = other
      }
      if (!precedes(below, item)) break
      items[hole] = below
      below.position = hole
      hole = child
    }
    items[hole] = item
    item.position = hole
  }
}

function precedes(one: HeapItem, other: HeapItem): boolean {
  return one.key < other.key || (one.key === other.key && one.tie < other.tie)
}
