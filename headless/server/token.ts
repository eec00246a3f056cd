import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The WebSocket subprotocol that the lab speaks. */
export const SUBPROTOCOL = 'threadlab'

/** The key to one start of the host: 32 random bytes. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Whether a window that wants to connect holds the key. It sends it as a second subprotocol, `token.…`, since a browser
 * can set no other header there and an address would end up in logs.
 */
export function holdsToken(subprotocols: string | undefined, token: string): boolean {
  const offered = (subprotocols ?? '').split(',').map((name) => name.trim())
  const given = offered.find((name) => name.startsWith('token.'))?.slice('token.'.length) ?? ''
  return offered.includes(SUBPROTOCOL) && timingSafeEqual(digest(given), digest(token))
}

/** Of one length whatever was given, as the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
