/** The states that a task can be shown in: one glyph, tint and word each in every page. */
export const SHOWN_STATES = ['not-yet', 'runnable', 'running', 'sleeping', 'io', 'blocked', 'stopped', 'gone'] as const
export type ShownState = (typeof SHOWN_STATES)[number]

/** A state in a word or two, and in one sentence for a student. */
export const STATE_WORDS: Readonly<Record<ShownState, { name: string; explanation: string }>> = {
  'not-yet': { name: 'not started', explanation: 'The task does not exist yet.' },
  runnable: { name: 'runnable', explanation: 'It could compute, and waits for a core.' },
  running: { name: 'running', explanation: 'It has a core and computes.' },
  sleeping: { name: 'sleeping', explanation: 'It waits for a time or an event, and needs no core.' },
  io: { name: 'in I/O', explanation: 'It waits for a device, and needs no core.' },
  blocked: { name: 'blocked', explanation: 'It waits for another task: for a lock, a signal or a message.' },
  stopped: {
    name: 'stopped',
    explanation: 'It was stopped from outside or by a failure, and does not go on by itself.',
  },
  gone: { name: 'finished', explanation: 'It has ended.' },
}
