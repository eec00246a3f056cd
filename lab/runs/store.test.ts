import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Run } from '../../contract/run.ts'
import { exampleRun, exampleSeries } from './fixture-run.ts'
import { DataFolderError, parseRun, RunNotFound, RunStore } from './store.ts'

const run = exampleRun()
const text = JSON.stringify(run)

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A store whose folder holds these files. */
function storeWith(files: Record<string, string>): RunStore {
  const store = new RunStore(temporaryFolder())
  mkdirSync(store.folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(store.folder, name), content)
  return store
}

/** What `list` says: ids, and files with their reasons. */
async function listed(store: RunStore): Promise<{ ids: string[]; unreadable: [string, string][] }> {
  const { runs, unreadable } = await store.list((one) => one)
  return { ids: runs.map(({ id }) => id), unreadable: unreadable.map(({ file, reason }) => [file, reason]) }
}

const refusal = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error)

describe('storing a run', () => {
  it('gives its file, from which the same run is read', async () => {
    const store = new RunStore(temporaryFolder())
    const file = await store.save(run)
    expect(file).toBe(store.fileOf(run.id))
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(run)
    expect(await store.get(run.id)).toEqual(run)
    expect(Run.parse(run)).toEqual(run)
  })

  it('creates the folder with those above it, and leaves nothing but the run in it', async () => {
    const store = new RunStore(join(temporaryFolder(), 'not', 'yet'))
    await Promise.all([store.prepare(), new RunStore(join(store.folder, '..')).prepare()])
    await store.save(run)
    expect(readdirSync(store.folder)).toEqual([`${run.id}.json`])
  })

  it('keeps the whole old file until the whole new one is there', async () => {
    const store = new RunStore(temporaryFolder())
    await store.save(run)
    const long = { ...run, warnings: Array.from({ length: 20_000 }, () => warning) }
    const saved = store.save(long)
    const seen = new Set<number>()
    let done = false
    void saved.then(() => (done = true))
    while (!done) seen.add((await store.get(run.id)).warnings.length)
    seen.add((await store.get(run.id)).warnings.length)
    expect([...seen].every((length) => length === 0 || length === 20_000)).toBe(true)
    expect(readdirSync(store.folder)).toEqual([`${run.id}.json`])
  })

  it.each<[string, () => string]>([
    ['is below a file', () => join(storeWith({ file: '' }).folder, 'file')],
    ['has a file in place of the folder of runs', () => fileInPlaceOfRuns()],
    ...(process.platform === 'linux' ? [refusedByKernel] : []),
  ])('in a folder that %s is refused beforehand, with a sentence that says what to do', async (_, folder) => {
    const store = new RunStore(folder())
    for (const attempt of [() => store.prepare(), () => store.save(run)]) {
      const error = await refusal(attempt())
      expect(error).toBeInstanceOf(DataFolderError)
      expect(String(error)).toContain(store.folder)
      expect(String(error)).toContain('THREADLAB_DATA')
    }
  })
})

describe('listing the runs', () => {
  it('has none where there is no folder yet', async () => {
    expect(await listed(new RunStore(join(temporaryFolder(), 'none')))).toEqual({ ids: [], unreadable: [] })
  })

  it('gives the newest first', async () => {
    const store = new RunStore(temporaryFolder())
    const days = ['2026-01-02', '2026-03-01', '2025-12-31']
    for (const day of days) await store.save({ ...run, id: `run-${day}`, startedAt: `${day}T00:00:00.000Z` })
    expect((await listed(store)).ids).toEqual(['run-2026-03-01', 'run-2026-01-02', 'run-2025-12-31'])
  })

  it('holds one run in memory at a time', async () => {
    const store = new RunStore(temporaryFolder())
    for (const id of ['run-a', 'run-b']) await store.save({ ...run, id })
    const { runs } = await store.list(({ id, startedAt }) => ({ id, startedAt }))
    expect(runs.every((entry) => Object.keys(entry).length === 2)).toBe(true)
  })

  it('does not look at other files', async () => {
    const store = storeWith({ 'notes.txt': 'x', '.hidden.json': 'x', 'run.json.123456': 'x' })
    expect(await listed(store)).toEqual({ ids: [], unreadable: [] })
  })

  it('is refused where the folder cannot be read', async () => {
    expect(await refusal(new RunStore(fileInPlaceOfRuns()).list((one) => one))).toBeInstanceOf(DataFolderError)
  })
})

/** What is wrong with a file, by its name; none of them may be taken for a run. */
const damaged: Record<string, { content: string; reason: RegExp }> = {
  empty: { content: '', reason: /not JSON/ },
  'cut-off': { content: text.slice(0, text.length / 2), reason: /not JSON; it may have been cut off/ },
  garbage: { content: '\u0000\u0001\ufffd', reason: /not JSON/ },
  'a-number': { content: '42', reason: /does not say which schema/ },
  'a-null': { content: 'null', reason: /does not say which schema/ },
  'a-list': { content: `[${text}]`, reason: /does not say which schema/ },
  'no-schema': { content: '{"id": "x"}', reason: /does not say which schema/ },
  newer: { content: JSON.stringify({ ...run, schema: 'threadlab.run/2' }), reason: /follows schema threadlab\.run\/2/ },
  'long-schema': { content: JSON.stringify({ schema: 'x'.repeat(10_000) }), reason: /^it follows schema x{40},/ },
  'no-series': { content: JSON.stringify({ ...run, series: undefined }), reason: /its series is not valid/ },
  'text-sample': {
    content: text.replace('150000', '"150000"'),
    reason: /its series\.0\.samples\.0 is not valid/,
  },
  'infinite-sample': { content: text.replace('150000', '1e999'), reason: /its series\.0\.samples\.0 is not valid/ },
  'bad-id': { content: text.replace(run.id, '../../escape'), reason: /its id is not valid/ },
  'torn-rounds': {
    content: JSON.stringify({ ...run, series: [{ ...exampleSeries({}, [[1, 2]]), blocks: [1e9] }] }),
    reason: /the rounds of fork\/joined .* do not add up to its samples/,
  },
  'another-name': { content: text, reason: /it holds the run 20260102-030405-creation-cost-abcdef/ },
}

describe('a file that is no readable run', () => {
  it.each(Object.entries(damaged))('%s: is named with its reason, and left as it is', async (name, one) => {
    const store = storeWith({ [`${name}.json`]: one.content, [`${run.id}.json`]: text })
    const { ids, unreadable } = await listed(store)
    expect(ids).toEqual([run.id])
    expect(unreadable).toEqual([[`${name}.json`, expect.stringMatching(one.reason)]])
    const error = await refusal(store.get(name))
    expect(error).toBeInstanceOf(RunNotFound)
    expect(String(error)).toMatch(/cannot be read: .* It was left as it is\./)
    await store.save({ ...run, id: 'run-after' })
    expect(readFileSync(join(store.folder, `${name}.json`))).toEqual(Buffer.from(one.content))
  })

  it('a folder: is named with its reason', async () => {
    const store = storeWith({})
    mkdirSync(join(store.folder, 'folder.json'))
    expect((await listed(store)).unreadable).toEqual([['folder.json', 'it is not a file']])
  })

  it('too large a file: is not read', async () => {
    const store = storeWith({ 'large.json': text })
    // A hole: the file has that size and needs no room.
    truncateSync(join(store.folder, 'large.json'), (64 << 20) + 1)
    expect((await listed(store)).unreadable).toEqual([['large.json', 'it is larger than 64 MiB']])
  })

  it('all at once: the good runs are listed all the same', async () => {
    const files = Object.entries(damaged).map(([name, { content }]) => [`${name}.json`, content] as const)
    const store = storeWith({ ...Object.fromEntries(files), [`${run.id}.json`]: text })
    const { ids, unreadable } = await listed(store)
    expect(ids).toEqual([run.id])
    expect(unreadable).toHaveLength(files.length)
  })
})

describe('asking for a run', () => {
  it('that does not exist says so', async () => {
    expect(await refusal(storeWith({}).get('no-such-run'))).toEqual(
      new RunNotFound('There is no run no-such-run; threadlab runs lists those there are.'),
    )
  })

  it.each([
    '../secret',
    '..',
    '../../etc/passwd',
    '/etc/passwd',
    'a/../../secret',
    'a\\b',
    'secret\0',
    'Secret',
    '',
    'a',
    'con:aux',
    `x${'y'.repeat(100)}`,
  ])('by the name %j looks at no file', async (id) => {
    const store = storeWith({})
    writeFileSync(join(store.folder, '..', 'secret.json'), text)
    expect(String(await refusal(store.get(id)))).toContain('is not the name of a run')
  })
})

describe('parseRun', () => {
  it('gives the run for its text', () => expect(parseRun(text)).toEqual(run))

  it('drops what it does not know, prototypes included', () => {
    const parsed = parseRun(text.replace('{', '{"__proto__": {"polluted": 1}, "more": 1, '))
    expect(parsed).toEqual(run)
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
  })
})

const warning = { kind: 'too-few-samples', message: 'Few.', advice: 'More.' } as const

const refusedByKernel: [string, () => string] = ['is refused by the kernel', () => '/proc/threadlab']

function fileInPlaceOfRuns(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'runs'), '')
  return folder
}

/** A file system of 64 KiB, where this user may mount one. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0) return null
  onTestFinished(() => void spawnSync('umount', [folder]))
  return folder
}

it('says so where the disk is full, leaves no half of a run there, and still has the run', async (context) => {
  const disk = smallDisk()
  if (!disk) return context.skip('a file system cannot be mounted here')
  const store = new RunStore(disk)
  await store.prepare()
  const long = {
    ...run,
    series: [exampleSeries({ id: 'fork' }, [Array.from({ length: 40_000 }, (_, i) => 100_000 + i)])],
  }
  await expect(store.save(long)).rejects.toThrow(/ENOSPC.*THREADLAB_DATA/)
  expect(readdirSync(store.folder)).toEqual([])
  expect(await store.get(run.id)).toEqual(long)
})
