import { z } from 'zod'
import type { ParameterDescription } from '../../contract/experiment.ts'
import type { ParameterValue } from '../../contract/run.ts'

type Scalar = string | number

interface Words<Value extends Scalar> {
  title: string
  help: string
  options: readonly Option<Value>[]
}

interface Option<Value extends Scalar> {
  value: Value
  label: string
  /** What stands in its way on this machine, and why in one sentence; it can be chosen all the same. */
  obstacle?: { errno: string; reason: string }
}

/** A parameter that takes one of its options. */
export interface Choice<Value extends Scalar = Scalar> extends Words<Value> {
  choose: 'one'
  default: Value
  quick: Value
}

/** A parameter that takes one or more of its options. */
export interface Choices<Value extends Scalar = Scalar> extends Words<Value> {
  choose: 'many'
  /** None is a choice too, given as an empty text or list. */
  mayBeEmpty?: true
  default: readonly Value[]
  quick: readonly Value[]
}

/** A parameter that takes a whole number within bounds. */
export interface WholeNumber {
  choose: 'number'
  title: string
  help: string
  least: number
  greatest: number
  default: number
  quick: number
}

/** A parameter that takes a text of several lines; the experiment itself reads it. */
export interface Text {
  choose: 'text'
  title: string
  help: string
  /** Characters that it may have. */
  most: number
  /** Lines that a field for it shows. */
  rows: number
  /** What stands in the way of some texts on this machine, and why in one sentence; they can be written all the same. */
  obstacle?: { errno: string; reason: string }
  default: string
  quick: string
}

type Definition = Choice | Choices | WholeNumber | Text

export type ParameterDefinitions = Record<string, Definition>

/** A request that names something unknown; the message says what there is. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** A text of any length, as a sentence can quote it. */
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
const list = (options: readonly { value: Scalar }[]): string => options.map(({ value }) => value).join(', ')

function scalarSchema(name: string, definition: Choice | Choices): z.ZodType<Scalar, Scalar> {
  const values = definition.options.map(({ value }) => value)
  const refusal = (given: unknown): string =>
    `Parameter ${name} cannot be "${shortened(String(given))}"; choose from ${list(definition.options)}.`
  return z.union([z.string(), z.number()], { error: ({ input }) => refusal(input) }).transform((given, context) => {
    const found = values.find((value) => String(value) === String(given).trim())
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: refusal(given) })
    return z.NEVER
  })
}

function numberSchema(name: string, { least, greatest }: WholeNumber): z.ZodType<ParameterValue> {
  const error = `Parameter ${name} takes a whole number from ${least} to ${greatest}.`
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^-?\d+$/)
          .transform(Number),
      ],
      error,
    )
    .pipe(z.int(error).min(least, error).max(greatest, error))
}

function textSchema(name: string, { most }: Text): z.ZodType<ParameterValue> {
  const error = `Parameter ${name} takes a text of up to ${most} characters.`
  return z.union([z.string(), z.number()], error).transform(String).pipe(z.string().max(most, error))
}

function schemaOf(name: string, definition: Definition): z.ZodType<ParameterValue> {
  if (definition.choose === 'number') return numberSchema(name, definition)
  if (definition.choose === 'text') return textSchema(name, definition)
  const scalar = scalarSchema(name, definition)
  if (definition.choose === 'one') return scalar
  const least = definition.mayBeEmpty ? 0 : 1
  const listed = (text: string): string[] => (definition.mayBeEmpty && text.trim() === '' ? [] : text.split(','))
  return z
    .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
    .transform((given) => (Array.isArray(given) ? given : listed(String(given))))
    .pipe(z.array(scalar).min(least, `Parameter ${name} needs at least one of ${list(definition.options)}.`))
    .transform((values) => [...new Set(values)])
}

/**
 * Checks given parameters, texts from a command line (`0,64,256`) as well as values from a form, and fills in the rest.
 * Throws UsageError with a sentence that names the parameter and what it takes.
 */
export function parseParameters(
  definitions: ParameterDefinitions,
  given: Record<string, ParameterValue>,
  quick: boolean,
): Record<string, ParameterValue> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(definitions, name))
  if (unknown !== undefined) {
    throw new UsageError(
      `Parameter "${shortened(unknown)}" is unknown; there are ${Object.keys(definitions).join(', ')}.`,
    )
  }
  const parsed: Record<string, ParameterValue> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const result = schemaOf(name, definition).safeParse(given[name] ?? standard(definition, quick))
    if (!result.success) throw new UsageError(result.error.issues[0]?.message ?? `Parameter ${name} is not usable.`)
    parsed[name] = result.data
  }
  return parsed
}

function standard(definition: Definition, quick: boolean): ParameterValue {
  const value = quick ? definition.quick : definition.default
  return typeof value === 'object' ? [...value] : value
}

/** The same definitions as data, for forms and help. */
export function describeParameters(definitions: ParameterDefinitions): ParameterDescription[] {
  return Object.entries(definitions).map(([name, definition]) => ({
    name,
    ...(definition.choose === 'number' || definition.choose === 'text'
      ? definition
      : {
          title: definition.title,
          help: definition.help,
          choose: definition.choose,
          options: definition.options.map((option) => ({ ...option })),
          ...(definition.choose === 'many' && definition.mayBeEmpty ? { mayBeEmpty: true } : {}),
          default: standard(definition, false),
          quick: standard(definition, true),
        }),
  }))
}
