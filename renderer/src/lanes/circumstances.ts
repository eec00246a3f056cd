import { describeCondition } from '../../../contract/figures.ts'
import { conditionKey } from '../../../contract/series-key.ts'
import type { Condition } from '../../../contract/series.ts'

type Scalar = string | number

/** How a circumstance is called where it is chosen, and how each of its values is. */
export interface CircumstanceWords {
  legend: string
  label: (value: Scalar) => string
}

/** A circumstance that differs between the conditions of a run, as a control offers it. */
export interface Circumstance {
  name: string
  legend: string
  options: { value: Scalar; label: string }[]
}

/**
 * The circumstances that vary, each with its values, numbers in their order and others as the run has them. One whose words
 * are null is left out: it follows from another.
 */
export function circumstancesOf(
  conditions: readonly Condition[],
  words: Readonly<Record<string, CircumstanceWords | null>> = {},
): Circumstance[] {
  const names = [...new Set(conditions.flatMap((one) => Object.keys(one)))]
  return names.flatMap((name) => {
    const values = [...new Set(conditions.flatMap((one) => one[name] ?? []))]
    if (values.length < 2 || words[name] === null) return []
    if (values.every((value) => typeof value === 'number')) values.sort((a, b) => Number(a) - Number(b))
    const { legend, label } = words[name] ?? { legend: legendOf(name), label: (value: Scalar) => labelOf(name, value) }
    return [{ name, legend, options: values.map((value) => ({ value, label: label(value) })) }]
  })
}

/** `messageBytes` → "Message bytes". */
function legendOf(name: string): string {
  const words = name.replaceAll('-', ' ').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
  const [first = '', ...rest] = words.split(' ')
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest.map(lowerUnlessUnit)].join(' ')
}

const lowerUnlessUnit = (word: string): string => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word)

/** In the words that conditions have everywhere; without the name, which the legend says. */
function labelOf(name: string, value: Scalar): string {
  const words = describeCondition({ [name]: value })
  if (words === '') return String(value)
  return words.startsWith(`${name} `) ? words.slice(name.length + 1) : words
}

/**
 * The condition that a choice leads to: of those with the chosen value the one that agrees most with the present one,
 * and of those that agree alike the one whose numbers are nearest.
 */
export function nearestCondition(
  conditions: readonly Condition[],
  present: Condition,
  name: string,
  value: Scalar,
): Condition | null {
  const others = Object.entries(present).filter(([one]) => one !== name)
  const disagreement = (one: Condition): number => others.filter(([other, was]) => one[other] !== was).length
  const distance = (one: Condition): number =>
    others.reduce((sum, [other, was]) => {
      const now = one[other]
      return sum + (typeof now === 'number' && typeof was === 'number' ? Math.abs(now - was) : 0)
    }, 0)
  const [nearest] = conditions
    .filter((one) => one[name] === value)
    .sort((a, b) => disagreement(a) - disagreement(b) || distance(a) - distance(b))
  return nearest ?? null
}

/** Whether two conditions are the same. */
export function isSameCondition(one: Condition, other: Condition): boolean {
  return conditionKey(one) === conditionKey(other)
}
