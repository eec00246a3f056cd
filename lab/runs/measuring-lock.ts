import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The id of the process that measures with the same data folder, another host of the lab perhaps. */
export interface Occupied {
  occupiedBy: number
  file: string
}

/**
 * Claims the machine for one measurement among all labs that share a data folder: two at once would disturb each other, on the
 * same core above all. Gives the function that lets it go. A claim whose process is gone counts for nothing.
 */
export function claimMachine(folder: string): (() => void) | Occupied {
  const file = join(folder, 'measuring.lock')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => letGo(file)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const owner = ownerOf(file)
      if (owner !== null) return { occupiedBy: owner, file }
      letGo(file)
    }
  }
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
