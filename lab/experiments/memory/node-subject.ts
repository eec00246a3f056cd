import { setTimeout } from 'node:timers/promises'
import type { Condition } from '../../../contract/series.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { addAccounts, findKernelStack, NOTHING, readAccounts, subtractAccounts, type Accounts } from './accounts.ts'
import { NodeFamily } from './node-family.ts'
import { MEMORY_PARTS, type MemoryPart, type NodeSeries } from './series.ts'

/** An engine goes on working for a while after it is up: memory is read when two looks in a row agree so closely. */
const LOOK_MS = 30
const AGREEMENT = 0.005
const MOST_LOOKS = 20

type PerUnit = Record<MemoryPart, number>

/** A family as it stands: its parent, and its child processes together. */
interface Reading {
  parent: Accounts
  children: Accounts
  /** Child processes, or workers as the parent's threads tell. */
  count: number
}

/**
 * Idle workers or child processes of Node. One of them is there already when memory is read first, so that what its
 * parent needs for having any at all is not in the figure.
 */
export class NodeSubject implements Subject {
  readonly id: NodeSeries
  readonly condition: Condition
  readonly parts = MEMORY_PARTS
  readonly whole = 'total'
  readonly batch: number
  readonly blockSize = 1
  /** Nothing is timed. */
  readonly clockResolutionNs = 1
  #kernelStack: number | null = null

  constructor(id: NodeSeries, units: number) {
    this.id = id
    this.batch = units
    this.condition = { units }
  }

  async runBlock(count: number, signal: AbortSignal): Promise<Block> {
    const samples: PerUnit[] = []
    const stack = (this.#kernelStack ??= await findKernelStack(signal))
    if (stack === null) throw this.#failure('has no total: the kernel does not say how large its stacks are')
    for (let i = 0; i < count; i++) samples.push(await this.#sample(stack, signal))
    const created = count * (this.batch + 1)
    return {
      values: Object.fromEntries(MEMORY_PARTS.map((part) => [part, samples.map((sample) => sample[part])])),
      overhead: {},
      counts: { created, alive: created, reaped: created },
    }
  }

  async #sample(stack: number, signal: AbortSignal): Promise<PerUnit> {
    let family: NodeFamily | null = null
    try {
      family = await NodeFamily.start(this.id, signal)
      const first = await settle(family.parentPid, await family.grow(1), signal)
      const all = await settle(family.parentPid, await family.grow(this.batch), signal)
      return this.#perUnit(first, all, stack)
    } catch (error) {
      if (signal.aborted || error instanceof ProbeFailure) throw error
      throw this.#failure(`did not run: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await family?.end()
    }
  }

  #perUnit(first: Reading, all: Reading, stack: number): PerUnit {
    const parent = subtractAccounts(all.parent, first.parent)
    const children = subtractAccounts(all.children, first.children)
    const isProcess = this.id === 'child-process'
    if (isProcess ? all.count !== this.batch + 1 : parent.tasks < this.batch) {
      throw this.#failure(`has only ${isProcess ? all.count : parent.tasks} of its units alive`)
    }
    const of = isProcess ? all.children : parent
    const each = (amount: number): number => amount / (isProcess ? all.count : this.batch)
    const grown = addAccounts(parent, children)
    return {
      total: (grown.anonymous + grown.pageTables + grown.tasks * stack) / this.batch,
      virtual: each(of.virtual),
      rss: each(of.rss),
      pss: each(of.pss),
      uss: each(of.uss),
      'page-tables': each(of.pageTables),
      'kernel-stack': each(of.tasks * stack),
    }
  }

  #failure(what: string): ProbeFailure {
    return new ProbeFailure(`${this.id} ${what}.`, 'Check the limits on processes and memory, and run it again.')
  }
}

/** Reads a family when its memory has come to rest, or after the last look. */
async function settle(parent: number, children: readonly number[], signal: AbortSignal): Promise<Reading> {
  let before = readFamily(parent, children)
  for (let look = 0; look < MOST_LOOKS; look++) {
    await setTimeout(LOOK_MS, null, { signal })
    const now = readFamily(parent, children)
    if (Math.abs(weight(now) - weight(before)) <= AGREEMENT * weight(now)) return now
    before = now
  }
  return before
}

const weight = ({ parent, children }: Reading): number => parent.rss + children.rss

function readFamily(parent: number, children: readonly number[]): Reading {
  const accounts = children.flatMap((pid) => readAccounts(pid) ?? [])
  return {
    parent: readAccounts(parent) ?? NOTHING,
    children: accounts.reduce(addAccounts, NOTHING),
    count: accounts.length,
  }
}
