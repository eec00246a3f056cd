import { checkProgram } from './check-program.ts'
import { checksumOf } from './checksum.ts'
import type { CompiledExpectation, CompiledProgram, FaultRegister, ThreadCode } from './compiled-program.ts'
import { codeExpression } from './expression-code.ts'
import { elementName, layOut, type Entity } from './layout.ts'
import { PROGRAM_LIMITS } from './limits.ts'
import { parseProgram } from './parse-program.ts'
import type { Expression, ProgramTree, Statement, ThreadTree } from './program-tree.ts'
import type { Granularity, ProgramError } from './program.ts'
import { codeStatements } from './statement-code.ts'
import { ThreadCoder } from './thread-coder.ts'
import { threadNames } from './thread-names.ts'

export type { CompiledProgram } from './compiled-program.ts'

export type Compilation = { ok: true; program: CompiledProgram } | { ok: false; errors: ProgramError[] }

/** Makes the text of a program ready to run, or says what is wrong with it and where. */
export function compileProgram(source: string, granularity: Granularity): Compilation {
  const parsed = parseProgram(source)
  if (!parsed.ok) return parsed
  const { tree } = parsed
  const errors = checkProgram(tree)
  if (errors.length > 0) return { ok: false, errors }

  const faults: FaultRegister = { raised: null }
  const threadCount = tree.threads.reduce((sum, thread) => sum + threadNames(thread).length, 0)
  const layout = layOut(tree.declarations, threadCount, ({ initial }) => initialValue(initial, faults))
  const divided = tree.declarations.find(({ initial }) => failsToEvaluate(initial, faults))
  if (divided !== undefined) {
    return {
      ok: false,
      errors: [{ ...divided.at, message: `The initial value of “${divided.name}” divides by zero.` }],
    }
  }
  const entities = new Map(layout.entities.map((entity) => [entity.name, entity]))

  const threads: ThreadCode[] = []
  let words = layout.end
  for (const thread of tree.threads) {
    for (const [id, name] of threadNames(thread).entries()) {
      const of = { thread: threads.length, name, id: thread.count === null ? null : id }
      const coder = new ThreadCoder({
        ...of,
        granularity,
        entities,
        faults,
        locals: localsOf(thread.body),
        firstWord: words,
      })
      threads.push(codeThread(coder, thread))
      words = coder.end
    }
    const longest = threads.at(-1)?.steps.length ?? 0
    if (longest > PROGRAM_LIMITS.stepsPerThread) return { ok: false, errors: [tooLong(thread, longest)] }
  }

  const objects = layout.entities.flatMap((entity) =>
    Array.from({ length: entity.length }, (_, at) => elementName(entity, at)),
  )
  const expectations = codeExpectations(tree, entities, faults)
  const checksum = checksumOf(`${granularity} ${tree.essence}`)
  return { ok: true, program: { source, granularity, checksum, threads, expectations, layout, objects, words, faults } }
}

function codeThread(coder: ThreadCoder, { body }: ThreadTree): ThreadCode {
  codeStatements(coder, body)
  coder.lead(coder.steps.length)
  const locals = [...coder.locals].map(([name, word]) => ({ name, word }))
  const inScopeAtEnd = body.flatMap((statement) => (statement.kind === 'local' ? [statement.name] : []))
  return { name: coder.threadName, steps: coder.steps, locals, inScopeAtEnd }
}

function tooLong({ name, at }: ThreadTree, steps: number): ProgramError {
  const most = PROGRAM_LIMITS.stepsPerThread
  return { ...at, message: `Thread “${name}” has ${String(steps)} steps; at most ${String(most)} are allowed.` }
}

/** The names of all locals in some statements; those of separate blocks that are called the same share a word. */
function localsOf(statements: readonly Statement[]): string[] {
  const names = statements.flatMap((statement): string[] => {
    if (statement.kind === 'local') return [statement.name]
    if (statement.kind === 'if') return [...localsOf(statement.then), ...localsOf(statement.otherwise)]
    return statement.kind === 'while' ? localsOf(statement.body) : []
  })
  return [...new Set(names)]
}

/** A coder outside any thread, whose loads happen at once. */
function outsideThreads(entities: ReadonlyMap<string, Entity>, faults: FaultRegister): ThreadCoder {
  const nobody = { thread: -1, name: 'the program', id: null, locals: [], firstWord: 0 }
  return new ThreadCoder({ ...nobody, granularity: 'statement', entities, faults })
}

function initialValue(initial: Expression | null, faults: FaultRegister): number {
  if (initial === null) return 0
  return codeExpression(outsideThreads(new Map(), faults), initial).evaluate(new Int32Array(0))
}

function failsToEvaluate(initial: Expression | null, faults: FaultRegister): boolean {
  faults.raised = null
  initialValue(initial, faults)
  return faults.raised !== null
}

/** An expectation that divides by zero or names no element does not hold. */
function codeExpectations(
  { expectations }: ProgramTree,
  entities: ReadonlyMap<string, Entity>,
  faults: FaultRegister,
): CompiledExpectation[] {
  return expectations.map(({ condition, text, at }) => {
    const { evaluate } = codeExpression(outsideThreads(entities, faults), condition)
    return {
      line: at.line,
      text,
      holds: (state) => {
        faults.raised = null
        return evaluate(state) !== 0 && faults.raised === null
      },
    }
  })
}
