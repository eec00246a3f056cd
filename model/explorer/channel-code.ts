import type { State, Waiting } from './compiled-program.ts'
import type { CallCode } from './call-code.ts'
import { required } from './required.ts'
import type { Evaluate, Locator, ThreadCoder } from './thread-coder.ts'
import { CHANNEL_CLOSED, CHANNEL_COUNT, wordAt } from './words.ts'

type ChannelCode = Pick<CallCode, 'run' | 'touches'> & Partial<Pick<CallCode, 'ready' | 'waiting'>>

export function codeChannelCall(
  coder: ThreadCoder,
  name: 'send' | 'receive' | 'close',
  channel: Locator,
  values: readonly Evaluate[],
): ChannelCode {
  const { entity } = channel
  const head = entity.offset
  const touches = [{ at: channel, writes: true, plain: false }]
  const waiting = (): Waiting[] => [{ object: entity.object, holders: [] }]
  switch (name) {
    case 'send': {
      const value = required(values[0], 'the message')
      const ready = (state: State): boolean => {
        const word = wordAt(state, head)
        return (word & CHANNEL_CLOSED) !== 0 || (word & CHANNEL_COUNT) < entity.capacity
      }
      const run = (state: State): number => {
        const word = wordAt(state, head)
        const message = value(state)
        if (coder.hasFault) return 0
        if ((word & CHANNEL_CLOSED) !== 0) {
          return coder.fault('send-on-closed', `sends on ${entity.name}, which is closed.`)
        }
        state[head + 1 + (word & CHANNEL_COUNT)] = message
        state[head] = word + 1
        return 0
      }
      return { run, ready, waiting, touches }
    }
    case 'receive':
      return {
        run: (state) => receive(state, head),
        ready: (state) => wordAt(state, head) !== 0,
        waiting,
        touches,
      }
    case 'close': {
      const run = (state: State): number => {
        const word = wordAt(state, head)
        if ((word & CHANNEL_CLOSED) !== 0) {
          return coder.fault('close-on-closed', `closes ${entity.name}, which is closed already.`)
        }
        state[head] = word | CHANNEL_CLOSED
        return 0
      }
      return { run, touches }
    }
  }
}

/** Takes the oldest message and moves the others up, so that equal contents are equal words; 0 where closed and empty. */
function receive(state: State, head: number): number {
  const count = wordAt(state, head) & CHANNEL_COUNT
  if (count === 0) return 0
  const message = wordAt(state, head + 1)
  state.copyWithin(head + 1, head + 2, head + 1 + count)
  state[head + count] = 0
  state[head] = wordAt(state, head) - 1
  return message
}
