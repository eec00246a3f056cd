/** How many messages one sample spans. */
export interface Batch {
  /** Messages that go there and come back, one at a time; each is two, one each way. */
  roundTrips: number
  /** Messages that follow each other one way. */
  streamed: number
}

const MIB = 1 << 20
/** Messages of a stream come to this much at least, so that its start and its end matter little. */
const STREAM_BYTES = 2 * MIB

const within = (least: number, greatest: number, value: number): number =>
  Math.min(greatest, Math.max(least, Math.floor(value)))

/** Native messages: a sample of the smallest lasts some hundred µs, one of the largest some tens of ms. */
export function nativeBatch(bytes: number): Batch {
  return { roundTrips: within(1, 32, (2 * MIB) / bytes), streamed: streamedMessages(bytes, 2048) }
}

/** Messages of Node cost some µs each, whatever their size. */
export function nodeBatch(bytes: number): Batch {
  return { roundTrips: within(1, 16, (2 * MIB) / bytes), streamed: streamedMessages(bytes, 128) }
}

/** Never so few that the largest go one by one. */
const streamedMessages = (bytes: number, most: number): number =>
  within(bytes > 4 * MIB ? 2 : 4, most, STREAM_BYTES / bytes)

/**
 * Samples of a block. It is not sized by latency, as a stream can take far longer: all blocks of a round together have to
 * be short against a drift of the machine.
 */
export function samplesPerBlock(bytes: number): number {
  return bytes > 4 * MIB ? 1 : bytes > MIB / 4 ? 3 : 4
}

/** Places of a shared ring: as many as would fit into a pipe, within bounds, never more than are streamed. */
export function ringPlaces(bytes: number, { streamed }: Batch): number {
  return Math.min(streamed, within(4, 256, (64 << 10) / bytes))
}

/** What two sides hold, in bytes: every message of a sample on each of them, two rings, and what messages are made of. */
export function neededBytes(bytes: number, batch: Batch): number {
  const { roundTrips, streamed } = batch
  return bytes * (2 * streamed + roundTrips + 2 * ringPlaces(bytes, batch) + 1)
}
