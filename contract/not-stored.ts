/** The name of the observation that says why a complete run could not be stored. */
export const NOT_STORED = 'not-stored'

interface Observed {
  name: string
  facts: Readonly<Record<string, unknown>>
}

/** Why a complete run has no file, in a sentence; null where there is no such reason. */
export function whyNotStored({ observations }: { observations: readonly Observed[] }): string | null {
  const reason = observations.find(({ name }) => name === NOT_STORED)?.facts['reason']
  return reason === undefined ? null : String(reason)
}
