/** What a program may be at most, so that hostile or mistaken ones are refused at once. */
export const PROGRAM_LIMITS = {
  characters: 10_000,
  threads: 8,
  elements: 64,
  /** Words of memory that all declarations together may take. */
  words: 1024,
  stepsPerThread: 500,
  nesting: 60,
  errors: 20,
} as const
