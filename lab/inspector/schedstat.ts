import { readText, type FileRoot } from '../machine/small-file.ts'

/** Whether the kernel says in `schedstat` what threads run. Some have no such file, and some leave it at nought. */
export function keepsSchedstat(from: FileRoot): boolean {
  // Whoever reads it has run.
  return /^[1-9]/.test(readText(from, 'proc/self/schedstat') ?? '')
}
