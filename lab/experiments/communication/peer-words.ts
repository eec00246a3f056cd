import { z } from 'zod'
import type { RingMemory } from './shared-ring.ts'

/** What the host tells the other side. Messages proper are bare typed arrays; these are objects. */
export type PeerOrder =
  | { order: 'tape'; text: Uint8Array; spare: number }
  /** Rings for messages of one size; they are used wherever a movement of that size goes by ring. */
  | { order: 'rings'; there: RingMemory; back: RingMemory }
  | {
      order: 'move'
      movement: 'round-trips' | 'stream'
      by: 'message' | 'transfer' | 'ring'
      messages: number
      bytes: number
    }
  /** Compare what was received with the tape, beginning with this index. */
  | { order: 'check'; firstIndex: number }

/** What it answers. */
export const PeerAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('ready') }),
  /** The last message of a stream has arrived, by process.hrtime. */
  z.object({ answer: z.literal('arrived'), at: z.bigint() }),
  /** Nothing came through a ring in time. */
  z.object({ answer: z.literal('stuck') }),
  z.object({ answer: z.literal('checked'), bytes: z.number(), wrong: z.number() }),
])
export type PeerAnswer = z.infer<typeof PeerAnswer>
