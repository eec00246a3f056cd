import { z } from 'zod'
import { INSPECTOR_HERTZ, NO_WAIT, THREAD_STATES } from './inspector-words.ts'

/** The greatest process id that Linux can be set to give. */
const GREATEST_PID = 4_194_304

/** Whom to follow. Descendants of whoever is named are followed too. */
export const InspectorTarget = z.discriminatedUnion('follow', [
  /** The lab itself: its host and all that it started. */
  z.object({ follow: z.literal('lab') }),
  z.object({ follow: z.literal('process'), pid: z.int().min(1).max(GREATEST_PID) }),
  /** Every process that the kernel knows by this name (`comm`: at most 15 bytes of it), those that start later too. */
  z.object({ follow: z.literal('name'), name: z.string().min(1).max(64) }),
  /** Every process of the machine that may be read. */
  z.object({ follow: z.literal('all') }),
])
export type InspectorTarget = z.infer<typeof InspectorTarget>

const { least, greatest } = INSPECTOR_HERTZ
const HERTZ_BOUNDS = `choose a number of samples a second from ${least} to ${greatest}`

export const InspectorRequest = z.object({
  target: InspectorTarget,
  hertz: z.number(HERTZ_BOUNDS).min(least, HERTZ_BOUNDS).max(greatest, HERTZ_BOUNDS),
})
export type InspectorRequest = z.infer<typeof InspectorRequest>

/** What of a thread changes seldom. Sent when it is first seen, and again when any of it changed. */
export const InspectedThread = z.object({
  /** Stands for this thread in every frame of the inspection; no other thread ever gets it. */
  row: z.int().nonnegative(),
  pid: z.int(),
  tid: z.int(),
  /** The process that started its process; 0 for none. */
  parent: z.int(),
  name: z.string(),
  /** When it started, in milliseconds since the epoch; exact to 10 ms. */
  startedAt: z.number(),
  /** Null where the system does not tell. */
  nice: z.int().nullable(),
  /** Indexes `SCHEDULING_POLICIES`; another number is a policy without a name here, and −1 one that the system does not tell. */
  policy: z.int(),
  /** It runs inside the kernel and has no program. */
  kernel: z.boolean(),
  /** What the lab started it for; null for what the lab did not start, and where it is not known. */
  role: z.string().nullable(),
})
export type InspectedThread = z.infer<typeof InspectedThread>

const UNTOLD = -1
const figures = z.array(z.number().nonnegative())

/** The threads of which anything here changed since the frame before. Columns of equal length. */
export const InspectedColumns = z.object({
  row: z.array(z.int().nonnegative()),
  /** Indexes `THREAD_STATES`. */
  state: z.array(
    z
      .int()
      .min(0)
      .max(THREAD_STATES.length - 1),
  ),
  /** The core that it runs on or ran on last; −1 where the system does not tell, as for `delay` and `migrations`. */
  core: z.array(z.int().min(UNTOLD)),
  /** Milliseconds on a core since the frame before. */
  ran: figures,
  /** Share of one core over the last second. */
  cpu: figures,
  /**
   * Milliseconds a second, over the last second, in which it could have run and waited for a core. A wait is seen when it ends,
   * or when it has lasted for 0.2 s (1.5 s where cores go without a timer tick).
   */
  delay: z.array(z.number().min(UNTOLD)),
  /** Switches a second that it asked for by waiting; −1 until two readings of them exist. */
  voluntary: z.array(z.number()),
  /** Switches a second that were forced on it; −1 until two readings of them exist. */
  involuntary: z.array(z.number()),
  /** Changes of core seen since the inspection began; there may have been more between two samples. */
  migrations: z.array(z.int().min(UNTOLD)),
  /** Indexes the words in `waits` of all frames so far, or is one of `NO_WAIT`. */
  wait: z.array(z.int().min(NO_WAIT.hidden)),
})
export type InspectedColumns = z.infer<typeof InspectedColumns>

/** What the inspector could not do as it would, and why. */
export const InspectorLimit = z.object({
  id: z.enum([
    'no-native-sampler',
    'descriptors',
    'rate',
    'hidden-processes',
    'wait-channels',
    'too-many-threads',
    'unsupported',
  ]),
  message: z.string(),
})
export type InspectorLimit = z.infer<typeof InspectorLimit>

/** One sample: what changed since the one before. The first holds everything. */
export const InspectorFrame = z.object({
  /** Milliseconds since the epoch when the reading of `/proc` began. */
  at: z.number(),
  /** Milliseconds since the frame before began, or since the inspection did. */
  interval: z.number().nonnegative(),
  threads: z.array(InspectedThread),
  /** Rows of threads that are no more. */
  gone: z.array(z.int().nonnegative()),
  columns: InspectedColumns,
  /** Wait channels met for the first time; they go on from those of earlier frames. */
  waits: z.array(z.string()),
  /**
   * What inspecting costs, in shares of one core over the last second: the reader of `/proc`, and the whole host process. The
   * native reader is a process of its own; the one in JavaScript is a part of the host. Null where programs of the system are
   * asked instead, since nobody counts what they take.
   */
  cost: z.object({ reader: z.number().nonnegative().nullable(), host: z.number().nonnegative() }),
  /** All that hold now; sent when they change, otherwise null. */
  limits: z.array(InspectorLimit).nullable(),
  /** Set in the last frame: nobody that was to be followed is left. */
  ended: z.boolean(),
})
export type InspectorFrame = z.infer<typeof InspectorFrame>

/** A process that may be chosen. */
export const ProcessEntry = z.object({
  pid: z.int(),
  name: z.string(),
  /** Null where the system does not tell. */
  threads: z.int().nullable(),
  /** Whether the lab or its user owns it; of others' threads the kernel hides what they wait for. */
  own: z.boolean(),
})
export type ProcessEntry = z.infer<typeof ProcessEntry>
