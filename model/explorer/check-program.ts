import { checkCall, CALL_SHAPES } from './check-call.ts'
import { PROGRAM_LIMITS } from './limits.ts'
import { NameTable } from './name-table.ts'
import type { Call, Declaration, Expression, ProgramTree, Statement, ThreadTree } from './program-tree.ts'
import type { ProgramError } from './program.ts'
import { threadNames } from './thread-names.ts'

/** What keeps a program that reads well from running: names that do not exist or do not fit, and limits. */
export function checkProgram(tree: ProgramTree): ProgramError[] {
  const names = new NameTable(tree.declarations)
  for (const declaration of tree.declarations) checkDeclaration(names, declaration)
  checkSize(names, tree)
  checkThreads(names, tree)
  for (const thread of tree.threads) checkThread(names, thread)
  for (const { condition } of tree.expectations)
    names.outsideThreads(() => {
      checkExpression(names, condition)
    })
  return names.errors.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, PROGRAM_LIMITS.errors)
}

function checkDeclaration(names: NameTable, { initial }: Declaration): void {
  if (initial === null) return
  const named = firstName(initial)
  if (named !== null)
    names.report(named.at, `An initial value is made of numbers only, not of names like “${named.name}”.`)
}

function firstName(expression: Expression): (Expression & { kind: 'named' }) | null {
  switch (expression.kind) {
    case 'number':
      return null
    case 'named':
      return expression
    case 'unary':
      return firstName(expression.operand)
    case 'binary':
      return firstName(expression.left) ?? firstName(expression.right)
  }
}

function checkSize(names: NameTable, { declarations }: ProgramTree): void {
  let words = 0
  for (const { size, at } of declarations) {
    words += size ?? 1
    if (words > PROGRAM_LIMITS.words) {
      names.report(
        at,
        `All declarations together may have ${PROGRAM_LIMITS.words.toLocaleString('en')} elements at most.`,
      )
      return
    }
  }
}

function checkThreads(names: NameTable, { threads }: ProgramTree): void {
  if (threads.length === 0)
    names.report({ line: 1, column: 1 }, 'There is no thread. Write one as in “thread A { … }”.')
  const seen = new Set<string>()
  let count = 0
  for (const thread of threads) {
    const own = threadNames(thread)
    const twice = own.find((name) => seen.has(name))
    if (twice !== undefined) names.report(thread.at, `There is a thread “${twice}” already.`)
    for (const name of own) seen.add(name)
    count += own.length
    if (count > PROGRAM_LIMITS.threads) {
      names.report(
        thread.at,
        `With this there are ${String(count)} threads; at most ${String(PROGRAM_LIMITS.threads)} can run.`,
      )
      return
    }
  }
}

function checkThread(names: NameTable, thread: ThreadTree): void {
  names.inThread(thread.count !== null, () => {
    checkBody(names, thread.body)
  })
}

function checkBody(names: NameTable, statements: readonly Statement[]): void {
  names.inBlock(() => {
    for (const statement of statements) checkStatement(names, statement)
  })
}

function checkStatement(names: NameTable, statement: Statement): void {
  switch (statement.kind) {
    case 'local':
      checkValue(names, statement.value)
      names.declareLocal(statement.name, statement.at)
      return
    case 'assign':
      if (statement.target.index !== null) checkExpression(names, statement.target.index)
      names.useVariable(statement.target, 'assign')
      checkValue(names, statement.value)
      return
    case 'call':
      checkCall(names, statement.call, checkExpression)
      return
    case 'if':
      checkExpression(names, statement.condition)
      checkBody(names, statement.then)
      checkBody(names, statement.otherwise)
      return
    case 'while':
      checkExpression(names, statement.condition)
      checkBody(names, statement.body)
      return
    case 'assert':
      checkExpression(names, statement.condition)
      return
    case 'skip':
  }
}

function checkValue(names: NameTable, value: Expression | Call): void {
  if (value.kind !== 'call') {
    checkExpression(names, value)
    return
  }
  if (!CALL_SHAPES[value.name].givesValue) {
    names.report(value.at, `“${value.name}” gives no value; write it as a statement of its own.`)
  }
  checkCall(names, value, checkExpression)
}

function checkExpression(names: NameTable, expression: Expression): void {
  switch (expression.kind) {
    case 'number':
      return
    case 'named':
      if (expression.index !== null) checkExpression(names, expression.index)
      names.useVariable(expression, 'read')
      return
    case 'unary':
      checkExpression(names, expression.operand)
      return
    case 'binary':
      checkExpression(names, expression.left)
      checkExpression(names, expression.right)
  }
}
