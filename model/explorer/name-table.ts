import { nearestName } from '../nearest-name.ts'
import type { Declaration, Declared, Named } from './program-tree.ts'
import type { Place, ProgramError } from './program.ts'
import { shorten } from './tokens.ts'

const WHAT: Readonly<Record<Declared, string>> = {
  shared: 'a shared variable',
  atomic: 'an atomic variable',
  mutex: 'a mutex',
  rwlock: 'a read–write lock',
  condition: 'a condition',
  channel: 'a channel',
}

/** The names that can be used at a place of the program, and what was wrong with their use so far. */
export class NameTable {
  readonly errors: ProgramError[] = []
  readonly #declared = new Map<string, Declaration>()
  /** Locals of the blocks around, the innermost last. */
  #blocks: Map<string, Place>[] = []
  #place: 'nowhere' | 'thread' | 'group' = 'nowhere'

  constructor(declarations: readonly Declaration[]) {
    for (const declaration of declarations) {
      const { name, at } = declaration
      const before = this.#declared.get(name)
      if (before === undefined) this.#declared.set(name, declaration)
      else this.report(at, `“${shorten(name)}” is declared already, in line ${String(before.at.line)}.`)
    }
  }

  report(at: Place, message: string): void {
    this.errors.push({ line: at.line, column: at.column, message })
  }

  inThread(isGroup: boolean, check: () => void): void {
    this.#place = isGroup ? 'group' : 'thread'
    this.#blocks = []
    check()
    this.#place = 'nowhere'
  }

  outsideThreads(check: () => void): void {
    this.#place = 'nowhere'
    check()
  }

  inBlock(check: () => void): void {
    this.#blocks.push(new Map())
    check()
    this.#blocks.pop()
  }

  declareLocal(name: string, at: Place): void {
    const before = this.#localAt(name) ?? this.#declared.get(name)?.at
    if (before !== undefined) {
      this.report(at, `“${shorten(name)}” is declared already, in line ${String(before.line)}.`)
    }
    this.#blocks.at(-1)?.set(name, at)
  }

  /** A name that must hold a number. */
  useVariable(named: Named, use: 'read' | 'assign'): void {
    const { name, index, at } = named
    if (name === 'id') {
      if (use === 'assign') this.report(at, 'Only threads themselves have an id; it cannot be assigned.')
      else if (this.#place !== 'group')
        this.report(at, '“id” is there only in a group of threads, as in “thread A[2] { … }”.')
      return
    }
    if (this.#localAt(name) !== null) {
      if (index !== null) this.report(at, `“${shorten(name)}” is a local; it has no elements.`)
      return
    }
    const declaration = this.#declared.get(name)
    if (declaration === undefined) {
      this.#reportUnknown(named, use)
      return
    }
    const { kind } = declaration
    if (kind === 'shared' || kind === 'atomic') this.#checkIndex(named, declaration)
    else this.report(at, `“${shorten(name)}” is ${WHAT[kind]}, which has no value.`)
  }

  /** A name that must be something declared of one of these kinds. */
  useDeclared(named: Named, kinds: readonly Declared[], form: string): void {
    const { name, at } = named
    const declaration = this.#declared.get(name)
    const wanted = kinds.map((kind) => WHAT[kind]).join(' or ')
    if (declaration !== undefined && kinds.includes(declaration.kind)) {
      this.#checkIndex(named, declaration)
      return
    }
    if (declaration !== undefined || this.#localAt(name) !== null) {
      const what = declaration === undefined ? 'a local' : WHAT[declaration.kind]
      this.report(at, `“${shorten(name)}” is ${what}, but ${form} needs ${wanted} there.`)
      return
    }
    const fitting = [...this.#declared.values()].filter(({ kind }) => kinds.includes(kind)).map((one) => one.name)
    const near = nearestName(name, fitting)
    this.report(
      at,
      `There is no “${shorten(name)}”; expected ${wanted}.${near === null ? '' : ` Did you mean “${near}”?`}`,
    )
  }

  #checkIndex({ name, index, at }: Named, { size, kind }: Declaration): void {
    const isArray = size !== null && kind !== 'channel'
    if (isArray && index === null) {
      this.report(at, `“${shorten(name)}” has ${String(size)} elements; say which, as in “${shorten(name)}[0]”.`)
    }
    if (!isArray && index !== null) this.report(at, `“${shorten(name)}” has no elements to choose from.`)
  }

  #reportUnknown({ name, at }: Named, use: 'read' | 'assign'): void {
    const locals = this.#blocks.flatMap((block) => [...block.keys()])
    const variables = [...this.#declared.values()].filter(({ kind }) => kind === 'shared' || kind === 'atomic')
    const near = nearestName(name, [...locals, ...variables.map((one) => one.name)])
    const hint =
      near !== null
        ? ` Did you mean “${near}”?`
        : use === 'assign'
          ? ` Declare it with “local ${shorten(name)} = …”, or as shared at the top.`
          : ''
    this.report(at, `There is no variable “${shorten(name)}” here.${hint}`)
  }

  #localAt(name: string): Place | null {
    for (const block of this.#blocks) {
      const at = block.get(name)
      if (at !== undefined) return at
    }
    return null
  }
}
