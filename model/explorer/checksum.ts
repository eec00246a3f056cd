const LENGTH = 4
const DIGITS = 36

/** Four characters that differ for nearly all texts that differ (FNV-1a, folded into base 36). */
export function checksumOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  return ((hash >>> 0) % DIGITS ** LENGTH).toString(DIGITS).padStart(LENGTH, '0')
}
