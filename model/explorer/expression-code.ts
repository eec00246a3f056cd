import { elementName } from './layout.ts'
import type { BinaryOperator, Expression, Named } from './program-tree.ts'
import { locator, reading, type Code, type Evaluate, type Locator, type ThreadCoder } from './thread-coder.ts'

/** Makes an expression ready to run; its loads go to the coder's statement, from left to right. */
export function codeExpression(coder: ThreadCoder, expression: Expression): Code {
  switch (expression.kind) {
    case 'number':
      return constant(expression.value)
    case 'named':
      return codeNamed(coder, expression)
    case 'unary': {
      const operand = codeExpression(coder, expression.operand)
      const { evaluate } = operand
      if (expression.operator === '-') return folded([operand], (state) => -evaluate(state) | 0)
      return folded([operand], (state) => (evaluate(state) === 0 ? 1 : 0))
    }
    case 'binary': {
      const left = codeExpression(coder, expression.left)
      const right = codeExpression(coder, expression.right)
      return codeBinary(coder, expression.operator, left, right)
    }
  }
}

/** Finds the variable, lock or queue that a name and its index stand for. */
export function codePlace(coder: ThreadCoder, { name, index }: Named): Locator {
  const entity = coder.entities.get(name)
  if (entity === undefined) throw new Error(`“${name}” is not declared`)
  return locator(coder, entity, index === null ? null : codeExpression(coder, index))
}

function codeNamed(coder: ThreadCoder, named: Named): Code {
  if (named.name === 'id' && coder.id !== null) return constant(coder.id)
  const word = coder.locals.get(named.name)
  if (word !== undefined) return { constant: null, evaluate: reading(word), shifts: false }
  const at = codePlace(coder, named)
  return { constant: null, evaluate: coder.load(at, nameText(at, named)), shifts: coder.granularity === 'statement' }
}

function textOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'named':
      return expression.index === null ? expression.name : `${expression.name}[${textOf(expression.index)}]`
    case 'unary':
      return `${expression.operator}${textOf(expression.operand)}`
    case 'binary':
      return `(${textOf(expression.left)} ${expression.operator} ${textOf(expression.right)})`
  }
}

/** A variable for a reader: the element itself where it is known beforehand, or else as it is written. */
export function nameText({ entity, constant: index }: Locator, named: Named): string {
  if (index !== null && index >= 0) return elementName(entity, index)
  if (named.index === null || named.index.kind !== 'binary') return textOf(named)
  return `${named.name}${textOf(named.index).replace('(', '[').replace(/\)$/, ']')}`
}

const NO_STATE = new Int32Array(0)

function constant(value: number): Code {
  return { constant: value, evaluate: () => value, shifts: false }
}

function folded(operands: readonly Code[], evaluate: Evaluate): Code {
  if (operands.every((operand) => operand.constant !== null)) return constant(evaluate(NO_STATE))
  return { constant: null, evaluate, shifts: operands.some(({ shifts }) => shifts) }
}

function codeBinary(coder: ThreadCoder, operator: BinaryOperator, left: Code, right: Code): Code {
  if (operator === '/' || operator === '%') return codeDivision(coder, operator, left, right)
  return folded([left, right], withOperator(operator, left.evaluate, right.evaluate))
}

function withOperator(operator: Exclude<BinaryOperator, '/' | '%'>, a: Evaluate, b: Evaluate): Evaluate {
  switch (operator) {
    case '+':
      return (state) => (a(state) + b(state)) | 0
    case '-':
      return (state) => (a(state) - b(state)) | 0
    case '*':
      return (state) => Math.imul(a(state), b(state))
    case '<':
      return (state) => (a(state) < b(state) ? 1 : 0)
    case '<=':
      return (state) => (a(state) <= b(state) ? 1 : 0)
    case '>':
      return (state) => (a(state) > b(state) ? 1 : 0)
    case '>=':
      return (state) => (a(state) >= b(state) ? 1 : 0)
    case '==':
      return (state) => (a(state) === b(state) ? 1 : 0)
    case '!=':
      return (state) => (a(state) !== b(state) ? 1 : 0)
    case '&&':
      // Not JavaScript's own &&: both sides are evaluated, as the language says.
      return (state) => (a(state) !== 0 ? 1 : 0) & (b(state) !== 0 ? 1 : 0)
    case '||':
      return (state) => (a(state) !== 0 ? 1 : 0) | (b(state) !== 0 ? 1 : 0)
  }
}

/** Towards zero, as C does it; by zero it is a misuse, even where the divisor is written as 0. */
function codeDivision(coder: ThreadCoder, operator: '/' | '%', left: Code, right: Code): Code {
  const [a, b] = [left.evaluate, right.evaluate]
  const evaluate: Evaluate = (state) => {
    const dividend = a(state)
    const divisor = b(state)
    if (divisor === 0) {
      if (!coder.hasFault) coder.fault('division-by-zero', 'divides by zero.')
      return 0
    }
    return operator === '/' ? (dividend / divisor) | 0 : (dividend % divisor) | 0
  }
  return right.constant === 0 ? { constant: null, evaluate, shifts: left.shifts } : folded([left, right], evaluate)
}
