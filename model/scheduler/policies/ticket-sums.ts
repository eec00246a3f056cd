/**
 * Tickets by place, with their running sums kept as a Fenwick tree: who holds the nth ticket is found in O(log places).
 */
export class TicketSums {
  readonly #sums: Float64Array
  total = 0

  constructor(places: number) {
    this.#sums = new Float64Array(places + 1)
  }

  add(place: number, tickets: number): void {
    this.total += tickets
    for (let node = place + 1; node < this.#sums.length; node += node & -node) {
      this.#sums[node] = (this.#sums[node] ?? 0) + tickets
    }
  }

  /** The place that holds a ticket, which count from 0 to total − 1 through the places in order. */
  holderOf(ticket: number): number {
    let left = ticket
    let node = 0
    for (let step = 1 << (31 - Math.clz32(this.#sums.length)); step > 0; step >>= 1) {
      const sum = this.#sums[node + step]
      if (sum === undefined || sum > left) continue
      node += step
      left -= sum
    }
    return node
  }
}
