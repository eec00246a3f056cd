import { z } from 'zod'
import { ParameterValue } from './run.ts'
import { Unit } from './series.ts'

/** The kinds of task, each with one colour and one glyph everywhere. */
export const TaskKind = z.enum(['process', 'thread', 'async', 'kernel'])
export type TaskKind = z.infer<typeof TaskKind>

const Parameter = z.object({ name: z.string(), title: z.string(), help: z.string() })

/** A parameter as a form or the command line needs it; derived from the experiment's own definition. */
export const ParameterDescription = z.discriminatedUnion('choose', [
  Parameter.extend({
    /** One of the options, or any number of them. */
    choose: z.enum(['one', 'many']),
    options: z.array(
      z.object({
        value: z.union([z.string(), z.number()]),
        label: z.string(),
        /** What stands in its way on this machine, and why in one sentence; it can be chosen all the same. */
        obstacle: z.object({ errno: z.string(), reason: z.string() }).optional(),
      }),
    ),
    /** Whether none of several may be chosen. */
    mayBeEmpty: z.boolean().optional(),
    default: ParameterValue,
    quick: ParameterValue,
  }),
  Parameter.extend({
    /** A whole number within bounds. */
    choose: z.literal('number'),
    least: z.int(),
    greatest: z.int(),
    default: z.int(),
    quick: z.int(),
  }),
  Parameter.extend({
    /** A text of several lines. */
    choose: z.literal('text'),
    /** Characters that it may have. */
    most: z.int().positive(),
    /** Lines that a field for it shows. */
    rows: z.int().positive(),
    /** What stands in the way of some texts on this machine, and why in one sentence; they can be written all the same. */
    obstacle: z.object({ errno: z.string(), reason: z.string() }).optional(),
    default: z.string(),
    quick: z.string(),
  }),
])
export type ParameterDescription = z.infer<typeof ParameterDescription>

export const SeriesDescription = z.object({
  id: z.string(),
  kind: TaskKind,
  /** What one operation is, in one sentence for a student. */
  explanation: z.string(),
  /** Why it cannot be measured here, or null when it can. */
  unsupported: z.string().nullable(),
  /** The series that it is put into proportion to; null for one that others are compared with. */
  comparedWith: z.string().nullable(),
})
export type SeriesDescription = z.infer<typeof SeriesDescription>

export const PartDescription = z.object({
  id: z.string(),
  title: z.string(),
  explanation: z.string(),
  unit: Unit,
})
export type PartDescription = z.infer<typeof PartDescription>

/** The groups of the navigation, in its order. */
export const ExperimentGroup = z.enum(['measure', 'watch', 'model', 'learn'])

/** All that a host needs to offer an experiment: navigation, form and help derive from it. */
export const ExperimentDescription = z.object({
  id: z.string(),
  title: z.string(),
  question: z.string(),
  group: ExperimentGroup,
  /** What the method is, in one or two sentences. */
  method: z.string(),
  parameters: z.array(ParameterDescription),
  series: z.array(SeriesDescription),
  /** The first spans the whole operation. */
  parts: z.array(PartDescription).min(1),
  budgetSeconds: z.object({ full: z.number(), quick: z.number() }),
})
export type ExperimentDescription = z.infer<typeof ExperimentDescription>
