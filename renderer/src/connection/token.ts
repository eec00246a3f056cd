/** A token as the browser host makes it; anything else could not travel as a WebSocket subprotocol. */
const TOKEN_FRAGMENT = /^#token=([A-Za-z0-9_-]+)(?:&(.*))?$/

/** Splits the fragment of the address that the browser host prints into its token and the route behind it. */
export function takeToken(fragment: string): { token: string | null; rest: string } {
  const match = TOKEN_FRAGMENT.exec(fragment)
  if (!match) return { token: null, rest: fragment }
  return { token: match[1] ?? null, rest: match[2] ? `#${match[2]}` : '' }
}

/** The address of the lab behind a page: `ws://127.0.0.1:4100/rpc`. */
export function socketAddress(page: string): string {
  const address = new URL('/rpc', page)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
