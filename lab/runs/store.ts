import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Run, RUN_SCHEMA, type UnreadableRun } from '../../contract/run.ts'
import { seriesKey } from '../../contract/series-key.ts'

/** A run that does not exist, or whose file cannot be read; the message says which and why. */
export class RunNotFound extends Error {
  override name = 'RunNotFound'
}

/** The data folder cannot be used; the message says what to change. */
export class DataFolderError extends Error {
  override name = 'DataFolderError'
}

/** Larger files are not read: the largest honest run has a few million samples. */
const FILE_LIMIT_BYTES = 64 << 20
const EXTENSION = '.json'
const RunId = Run.shape.id

const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
  EROFS: 'it is read-only',
}

/** The stored runs: one JSON file each, written atomically, never overwritten, damaged ones left untouched. */
export class RunStore {
  readonly folder: string
  /** A run that could not be written: it is not lost as long as the program runs. */
  #unsaved: Run | null = null

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'runs')
  }

  /** Makes sure that a run could be stored, before anything is measured. Throws DataFolderError. */
  async prepare(): Promise<void> {
    try {
      await makeFolder(this.folder)
      const probe = join(this.folder, `.writable-${randomUUID()}`)
      await writeWhole(probe, '.')
      await unlink(probe)
    } catch (error) {
      throw this.#unusable(error)
    }
  }

  /** Stores a run and gives its file. Throws DataFolderError; the run can then still be got until the next one fails. */
  async save(run: Run): Promise<string> {
    const file = this.fileOf(run.id)
    try {
      await makeFolder(this.folder)
      await writeWhole(file, `${JSON.stringify(run)}\n`)
      return file
    } catch (error) {
      this.#unsaved = run
      throw this.#unusable(error)
    }
  }

  /**
   * An entry for each run, the newest first, together with the files that are no readable runs. A folder that does not exist
   * has none. The runs themselves, with all their samples, are in memory one at a time.
   */
  async list<Entry extends { startedAt: string }>(
    entryOf: (run: Run) => Entry,
  ): Promise<{ runs: Entry[]; unreadable: UnreadableRun[] }> {
    const runs: Entry[] = []
    const unreadable: UnreadableRun[] = []
    for (const name of await this.#files()) {
      const run = await readRun(join(this.folder, name))
      if ('reason' in run) unreadable.push({ file: name, reason: run.reason })
      else runs.push(entryOf(run))
    }
    runs.sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    return { runs, unreadable }
  }

  /** The ids of all files that are named like a run, whatever is in them. Throws DataFolderError. */
  async ids(): Promise<string[]> {
    return (await this.#files()).map((name) => name.slice(0, -EXTENSION.length))
  }

  /** Throws RunNotFound. */
  async get(id: string): Promise<Run> {
    if (this.#unsaved?.id === id) return this.#unsaved
    if (!RunId.safeParse(id).success)
      throw new RunNotFound(`"${id}" is not the name of a run; threadlab runs lists them.`)
    const run = await readRun(this.fileOf(id))
    if (!('reason' in run)) return run
    throw new RunNotFound(
      run.missing
        ? `There is no run ${id}; threadlab runs lists those there are.`
        : `Run ${id} cannot be read: ${run.reason}. It was left as it is.`,
    )
  }

  fileOf(id: string): string {
    return join(this.folder, `${id}${EXTENSION}`)
  }

  async #files(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.'))
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw this.#unusable(error)
    }
  }

  #unusable(error: unknown): DataFolderError {
    const code = codeOf(error)
    const detail = code ? [code, MEANINGS[code]].filter(Boolean).join(', ') : String(error)
    return new DataFolderError(
      `The data folder ${this.folder} cannot be used (${detail}); make it writable or set THREADLAB_DATA to another folder.`,
    )
  }
}

/**
 * Writes beside the file, and renames when every byte is on the disk: a full disk leaves no half of a run behind. (The
 * library for this, write-file-atomic 7, takes a short write for a whole one.)
 */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`
  try {
    const handle = await open(draft, 'w')
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await unlink(draft).catch(() => {})
    throw error
  }
}

/** Folder by folder, since Node's own recursive mkdir never returns where a file system refuses with ENOENT, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const parent = dirname(folder)
    if (codeOf(error) !== 'ENOENT' || parent === folder || (await exists(parent))) throw error
    await makeFolder(parent)
    // Another host may have been faster.
    await makeFolder(folder)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function readRun(file: string): Promise<Run | { reason: string; missing: boolean }> {
  try {
    const status = await stat(file)
    if (!status.isFile()) return { reason: 'it is not a file', missing: false }
    if (status.size > FILE_LIMIT_BYTES)
      return { reason: `it is larger than ${FILE_LIMIT_BYTES >> 20} MiB`, missing: false }
    const run = parseRun(await readFile(file, 'utf8'))
    if ('reason' in run || `${run.id}${EXTENSION}` === basename(file)) return run
    return { reason: `it holds the run ${run.id}, after which it is not named`, missing: false }
  } catch (error) {
    return { reason: codeOf(error) ?? 'it could not be read', missing: codeOf(error) === 'ENOENT' }
  }
}

/** Parses a run's text; the reason says what is wrong with it. */
export function parseRun(text: string): Run | { reason: string; missing: false } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return { reason: 'it is not JSON; it may have been cut off', missing: false }
  }
  const schema = z.object({ schema: z.string() }).safeParse(document)
  if (!schema.success) return { reason: 'it does not say which schema it follows', missing: false }
  if (schema.data.schema !== RUN_SCHEMA) {
    return {
      reason: `it follows schema ${schema.data.schema.slice(0, 40)}, this version reads ${RUN_SCHEMA}`,
      missing: false,
    }
  }
  const run = Run.safeParse(document)
  if (run.success) {
    const torn = run.data.series.find(({ samples, blocks }) => samples.length !== sum(blocks))
    return torn ? { reason: `the rounds of ${seriesKey(torn)} do not add up to its samples`, missing: false } : run.data
  }
  const issue = run.error.issues[0]
  return { reason: `its ${issue?.path.join('.') ?? 'content'} is not valid: ${issue?.message ?? ''}`, missing: false }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
