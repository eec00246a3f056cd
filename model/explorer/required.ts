/** What must be there because it was checked before. @throws Error where it is not, which is a bug */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is missing`)
  return value
}
