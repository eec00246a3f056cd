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
})
export type Run = z.infer<typeof Run>
