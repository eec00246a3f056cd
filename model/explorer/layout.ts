import type { Declaration, Declared } from './program-tree.ts'

/** Something that is declared, and where its words are in a state. */
export interface Entity {
  kind: Declared
  name: string
  /** Whether it is used with an index. */
  isArray: boolean
  /** Elements; 1 for a channel. */
  length: number
  /** Messages that a channel holds; 0 for the others. */
  capacity: number
  /** First word in a state. A channel has its state there and then its messages, the oldest first. */
  offset: number
  /** Its first object among those that steps touch; one for each element. */
  object: number
  initial: number
}

export interface Layout {
  entities: readonly Entity[]
  /** The first word after all entities. */
  end: number
}

/** Places what is declared after one word for each thread. */
export function layOut(
  declarations: readonly Declaration[],
  threads: number,
  initialOf: (of: Declaration) => number,
): Layout {
  const entities: Entity[] = []
  let offset = threads
  let object = 0
  for (const declaration of declarations) {
    const { kind, name, size } = declaration
    const capacity = kind === 'channel' ? (size ?? 1) : 0
    const length = kind === 'channel' ? 1 : (size ?? 1)
    const isArray = kind !== 'channel' && size !== null
    entities.push({ kind, name, isArray, length, capacity, offset, object, initial: initialOf(declaration) })
    offset += length + capacity
    object += length
  }
  return { entities, end: offset }
}

/** An element as the program names it: `counter`, `flag[1]`. */
export function elementName(entity: Entity, index: number): string {
  return entity.isArray ? `${entity.name}[${String(index)}]` : entity.name
}

export function holdsValue(kind: Declared): boolean {
  return kind === 'shared' || kind === 'atomic'
}
