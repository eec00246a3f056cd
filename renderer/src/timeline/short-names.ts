/**
 * Names for spans that are too narrow for the whole ones: `request12` is r12. Null where two of them would be alike, or
 * nothing would be saved.
 */
export function shortNames(names: readonly string[]): readonly (string | null)[] {
  const shorts = names.map((name) => {
    const number = /\d+$/.exec(name)?.[0] ?? ''
    return number === '' ? name.slice(0, 2) : `${name.slice(0, 1)}${number}`
  })
  const count = new Map<string, number>()
  for (const short of shorts) count.set(short, (count.get(short) ?? 0) + 1)
  return shorts.map((short, index) =>
    count.get(short) === 1 && short.length < (names[index]?.length ?? 0) ? short : null,
  )
}
