import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderError } from './store.ts'

/** The id of the process that measures with the same data folder, another host of the lab perhaps. */
export interface Occupied {
  occupiedBy: number
  file: string
}

/**
 * Claims the machine for one measurement among all labs that share a data folder: two at once would disturb each other, on the
 * same core above all. Gives the function that lets it go. A claim whose process is gone counts for nothing.
 * Throws DataFolderError where the claim cannot be written.
 */
export function claimMachine(folder: string): (() => void) | Occupied {
  const file = join(folder, 'measuring.lock')
  if (!claim(file)) {
    const owner = ownerOf(file)
    if (owner !== null) return { occupiedBy: owner, file }
    letGo(file)
    if (!claim(file)) throw cannotClaim(file, 'EEXIST')
  }
  return () => letGo(file)
}

/** Whether it could be claimed; false where somebody has. Throws DataFolderError for any other reason. */
function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'EEXIST') return false
    throw cannotClaim(file, code)
  }
}

function cannotClaim(file: string, code: string): DataFolderError {
  return new DataFolderError(`${file} cannot be written (${code}); delete it, or set THREADLAB_DATA to another folder.`)
}

function letGo(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Somebody else removed it; it is gone either way.
  }
}

function ownerOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Signal 0 is none: it only asks whether the process exists.
    if (!Number.isInteger(pid) || pid <= 0) return null
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
      ? Number(readFileSync(file, 'utf8'))
      : null
  }
}
