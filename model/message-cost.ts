const NS_PER_SECOND = 1e9

/**
 * The simulated time of one message: a part that is always there, and its bytes at a bandwidth in bytes a second. It knows
 * nothing of caches: bytes that leave one cost more each, so the line bends there.
 */
export interface MessageCost {
  /** Nanoseconds. */
  fixed: number
  /** Bytes a second. */
  bandwidth: number
}

/** SIMULATED nanoseconds for a message of so many bytes. */
export function messageTime({ fixed, bandwidth }: MessageCost, bytes: number): number {
  return fixed + (bytes / bandwidth) * NS_PER_SECOND
}

/** Bytes a second, where so many bytes take so many nanoseconds. */
export function bandwidthOf(bytes: number, nanoseconds: number): number {
  return (bytes / nanoseconds) * NS_PER_SECOND
}
