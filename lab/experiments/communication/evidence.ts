import type { ProbeSamples } from '../../../contract/probe.ts'
import type { Placement } from './parameters.ts'

export interface Expected {
  bytes: number
  roundTrips: number
  streamed: number
  placement: Placement
}

/** Series whose messages the kernel copies, in and out. */
const THROUGH_KERNEL: readonly string[] = ['pipe', 'unix-socket']

/** A switch may be saved where both sides happen to be awake at the start or the end of a movement. */
const SWITCHES_THAT_SHOW = 0.9
/** What reading the kernel's own accounts comes to in a block, at most. */
const ACCOUNT_BYTES = 1 << 20

/** Why the evidence contradicts the figures of a block of native messages; null where it agrees. */
export function contradiction(samples: ProbeSamples, expected: Expected): string | null {
  return wrongContents(samples, expected) ?? wrongPlace(samples, expected) ?? wrongWay(samples, expected)
}

/**
 * Every message is compared with what was sent, by whoever received it: those of the round trips on both sides, those of
 * the stream by the receiver.
 */
function wrongContents({ counts, values, stopped }: ProbeSamples, expected: Expected): string | null {
  const { bytesChecked = 0, wrongBytes = 0 } = counts
  const { bytes, roundTrips, streamed } = expected
  if (wrongBytes > 0) return `received ${wrongBytes} wrong bytes of ${bytesChecked}`
  const least = (values['latency']?.length ?? 0) * (2 * roundTrips + streamed) * bytes
  // A sample that was begun when something stopped the block was checked and not counted.
  if (bytesChecked === least || (stopped && bytesChecked > least)) return null
  return `compared ${bytesChecked} bytes of the ${least} that were received`
}

function wrongPlace({ counts, values }: ProbeSamples, { placement, roundTrips }: Expected): string | null {
  const { movements = 0, movementsOnOneCore = 0, latencySwitches = 0 } = counts
  if (placement === 'other-core' && movementsOnOneCore > 0)
    return `had both sides on one core ${movementsOnOneCore} times`
  if (placement !== 'one-core') return null
  if (movementsOnOneCore < movements) return `had its sides on two cores ${movements - movementsOnOneCore} times`
  const messages = 2 * roundTrips * (values['latency']?.length ?? 0)
  return latencySwitches < SWITCHES_THAT_SHOW * messages
    ? `passed ${messages} messages on one core with ${latencySwitches} context switches only`
    : null
}

/** What the kernel says that system calls read and wrote; nothing is concluded where it does not say. */
function wrongWay({ series, counts, values }: ProbeSamples, expected: Expected): string | null {
  const { copiedBySystemCalls: copied } = counts
  if (copied === undefined) return null
  const { bytes, roundTrips, streamed } = expected
  const throughKernel = THROUGH_KERNEL.includes(series)
  const sent = (values['latency']?.length ?? 0) * (2 * roundTrips + streamed) * bytes
  if (throughKernel && copied < 2 * sent) return `sent ${sent} bytes, of which the kernel saw ${copied / 2} only`
  return !throughKernel && sent > ACCOUNT_BYTES && copied > sent
    ? `shared memory, yet the kernel copied ${copied} bytes`
    : null
}
