import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that stands for `/`, so that tests can put a machine of their own under it. */
export type FileRoot = { readonly root: string }

/** The system's own files. */
export const systemRoot: FileRoot = { root: '/' }

/**
 * The trimmed text of a file of /proc or /sys (the device tree's separating zeros become spaces), or null when it is missing, closed to us or fails on reading (sysfs
 * answers some reads with EINVAL or ENODEV). Synchronous: these files are made in memory and take microseconds.
 */
export function readText({ root }: FileRoot, path: string): string | null {
  return readBytes({ root }, path)?.toString('utf8').replaceAll('\0', ' ').trim() ?? null
}

export function readBytes({ root }: FileRoot, path: string): Buffer | null {
  try {
    return readFileSync(join(root, path))
  } catch {
    return null
  }
}

/** A file that holds one whole number. Null when it holds anything else, or more than a double can carry. */
export function readInteger(from: FileRoot, path: string): number | null {
  return parseInteger(readText(from, path))
}

export function parseInteger(text: string | null | undefined): number | null {
  if (text === null || text === undefined || !/^-?\d+$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}

/** The names in a folder, sorted; null when there is no such folder. */
export function listNames({ root }: FileRoot, path: string): string[] | null {
  try {
    return readdirSync(join(root, path)).sort()
  } catch {
    return null
  }
}
