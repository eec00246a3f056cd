import { z } from 'zod'

/** As much of a stored run as the specs look at. */
export const Run = z.object({
  schema: z.literal('threadlab.run/1'),
  program: z.object({ host: z.string() }),
  series: z.array(
    z.object({
      id: z.string(),
      part: z.string(),
      condition: z.record(z.string(), z.union([z.string(), z.number()])),
      samples: z.array(z.number()),
    }),
  ),
  observations: z.array(
    z.object({
      name: z.string(),
      about: z.object({ id: z.string().optional() }).optional(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
  timelines: z
    .array(
      z.object({
        source: z.enum(['kernel', 'threads']),
        of: z.object({ id: z.string() }).optional(),
        tasks: z.array(z.string()),
        /** Nanoseconds from the start; `task` indexes `tasks`. */
        slices: z.object({
          task: z.array(z.number()),
          core: z.array(z.number()),
          from: z.array(z.number()),
          to: z.array(z.number()),
          /** 0 preempted, 1 it waits, 2 it ended. */
          end: z.array(z.number()),
        }),
      }),
    )
    .default([]),
})
export type Run = z.infer<typeof Run>
