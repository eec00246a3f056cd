import { z } from 'zod'

/** Why a figure should be read with care. The kinds are shared by the window, the terminal and every export. */
export const WarningKind = z.enum([
  'noisy-machine',
  'frequency-scaling',
  'background-load',
  'virtual-machine',
  'too-few-samples',
  'clock-too-coarse',
  'limit-reached',
  'asymmetric-cores',
  'no-counter',
])
export type WarningKind = z.infer<typeof WarningKind>

/** A warning is data: what is doubtful, in one sentence, and what the reader could do about it. */
export const Warning = z.object({
  kind: WarningKind,
  /** What it is about: a series key, or nothing when it concerns the whole run. */
  about: z.string().optional(),
  message: z.string(),
  advice: z.string(),
})
export type Warning = z.infer<typeof Warning>
