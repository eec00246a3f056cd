import type { ConstantRule } from './constant-rule.ts'
import { messageLine } from './lines.ts'

/** Mechanisms that copy a message, so that its size costs something. Those of Node are never pinned to a core. */
const COPYING = [
  { id: 'shared-variable', words: 'memory that two threads share', placement: 'one-core' },
  { id: 'shared-mapping', words: 'memory that two processes share', placement: 'one-core' },
  { id: 'pipe', words: 'a pipe', placement: 'one-core' },
  { id: 'unix-socket', words: 'a Unix socket', placement: 'one-core' },
  { id: 'shared-array-buffer', words: 'a SharedArrayBuffer, to a Worker', placement: 'free' },
  { id: 'postmessage-copied', words: 'postMessage, to a Worker', placement: 'free' },
  { id: 'child-ipc', words: 'Node’s channel to a child process', placement: 'free' },
] as const

/** For each mechanism: what a message costs however small it is, and what each of its bytes costs. */
export function messageConstants(): ConstantRule[] {
  return COPYING.flatMap(({ id, words, placement }): ConstantRule[] => {
    const line = messageLine(id, placement)
    return [
      {
        ...{ id: `message.${id}.latency`, title: `Message, ${id}`, unit: 'ns', experiment: 'communication' },
        explanation: `One way of a message by ${words}, however small it is.`,
        taken: { by: 'line', line, coefficient: 'fixed' },
      },
      {
        ...{ id: `message.${id}.byte`, title: `Bytes, ${id}`, unit: 'ns per byte', experiment: 'communication' },
        explanation: `What each further byte of a message by ${words} costs: it is copied on its way, mostly twice.`,
        taken: { by: 'line', line, coefficient: 'perUnit' },
      },
    ]
  })
}
