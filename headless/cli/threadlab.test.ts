import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Run } from '../../contract/run.ts'
import { experiments } from '../../lab/experiments/index.ts'
import { ProgramOnTest } from '../../lab/fixture-program.ts'

const hasProbe =
  process.platform === 'linux' && existsSync(join(import.meta.dirname, '../../native-probes/out/threadprobe'))

let program: ProgramOnTest
beforeAll(async () => {
  program = await ProgramOnTest.build()
}, 60_000)
afterAll(() => program.remove())

async function run(...given: string[]): Promise<{ status: number | null; output: string; errors: string }> {
  const running = program.start(...given)
  const { status } = await running.ended
  return { status, output: running.output, errors: running.errors }
}

describe('the terminal program', () => {
  it('explains itself', async () => {
    const { status, output } = await run('--help')
    expect(status).toBe(0)
    for (const command of ['list', 'machine', 'measure', 'runs', 'show', 'serve']) expect(output).toContain(command)
    expect(await run('--version')).toMatchObject({ status: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it.each([
    [['measure', 'spoon'], /no experiment "spoon".*creation-cost/],
    [['measure', 'x'.repeat(100)], /experiment/],
    [['measure', 'creation-cost', '--series', 'spoon'], /no series "spoon".*fork, vfork/],
    [['measure', 'creation-cost', '--parameter', 'spoon=1'], /"spoon" is unknown.*parent-mib/],
    [['measure', 'creation-cost', '--parameter', 'constructor=1'], /"constructor" is unknown.*parent-mib/],
    [['measure', 'creation-cost', '--parameter', 'pages=5k'], /pages cannot be "5k".*4k, huge/],
    [['measure', 'creation-cost', '--parameter', 'pages'], /name=value/],
    [['measure', 'creation-cost', '--budget', '0'], /--budget/],
    [['measure', 'creation-cost', '--budget', 'soon'], /--budget/],
    [['measure', 'creation-cost', '--seed', '-1'], /--seed/],
    [['measure'], /experiment/],
    [['spoon'], /spoon/],
    [['serve', '--port', '70000'], /--port/],
    [['inspect', '0'], /process id/],
    [['inspect', '1', '--self'], /Choose one/],
    [['inspect', '--hz', '51'], /from 1 to 50/],
    [['inspect', '--for', 'ever'], /--for/],
    [['inspect', '--json', '--csv'], /not both/],
  ])('ends %j with status 2 and a sentence, measuring nothing', async (given, sentence) => {
    const { status, output, errors } = await run(...given)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(errors.replaceAll('\n', ' ')).toMatch(sentence)
    expect(errors).not.toMatch(/\n\s+at /)
  })

  it('ends with status 1 and a sentence where there is no such run', async () => {
    for (const id of ['no-such-run', '../../etc/passwd', 'x'.repeat(70)]) {
      expect(await run('show', id)).toMatchObject({ status: 1, output: '', errors: expect.stringContaining(id) })
    }
  })

  it.runIf(process.platform === 'linux')(
    'inspects threads as JSON and as CSV, and ends with its target or its time',
    async () => {
      const json = await run('inspect', '--self', '--for', '0.5')
      expect(json).toMatchObject({ status: 0, errors: '' })
      const [first, ...rest] = json.output.trimEnd().split('\n')
      expect(rest.length).toBeGreaterThan(0)
      expect(JSON.parse(first ?? '')).toMatchObject({ ended: false, threads: expect.arrayContaining([]) })
      const csv = await run('inspect', '--self', '--for', '0.3', '--csv')
      expect(csv.output).toMatch(/^at_ms,interval_ms,pid,.*\n\d+/)
      const followed = spawn('cat')
      const running = program.start('inspect', String(followed.pid))
      await expect.poll(() => running.output, { timeout: 10_000 }).not.toBe('')
      followed.kill()
      expect(await running.ended).toMatchObject({ status: 0 })
      expect(running.errors).toBe(`Process ${followed.pid} has ended.\n`)
      expect(await run('inspect', '4194303')).toMatchObject({
        status: 1,
        output: '',
        errors: expect.stringContaining('no process'),
      })
    },
  )

  it('lists runs and names the files that are none', async () => {
    mkdirSync(join(program.dataFolder, 'runs'), { recursive: true })
    writeFileSync(join(program.dataFolder, 'runs', 'damaged.json'), '{')
    const { status, output } = await run('runs')
    expect(status).toBe(0)
    expect(output).toContain('damaged.json was left untouched: it is not JSON')
    const { unreadable } = JSON.parse((await run('runs', '--json')).output)
    expect(unreadable).toEqual([{ file: 'damaged.json', reason: expect.stringContaining('not JSON') }])
  })

  it('describes experiments and machine as JSON and nothing else', async () => {
    const ids = experiments.map(({ id }) => ({ id }))
    expect(JSON.parse((await run('list', '--json')).output)).toMatchObject(ids)
    expect(JSON.parse((await run('machine', '--json')).output)).toHaveProperty('processor.hardwareThreads')
  })

  it.runIf(hasProbe)('measures, prints the document alone, and shows it again', async () => {
    const given = ['--series', 'fork,pthread', '--parameter', 'parent-mib=0', '--budget', '0.3', '--seed', '5']
    const { status, output, errors } = await run('measure', 'creation-cost', ...given, '--json')
    expect(status).toBe(0)
    const document = Run.parse(JSON.parse(output))
    expect(document).toMatchObject({ seed: 5, outcome: { status: 'measured' }, program: { host: 'terminal' } })
    expect(errors).toContain(`Run ${document.id}`)
    expect((await run('show', document.id, '--json')).output).toBe(output)
    const shown = (await run('show', document.id)).output.replaceAll('\u202f', ' ')
    expect(shown).toMatch(/^fork .* µs/m)
    expect(shown).not.toContain('\u001b')
    const csv = (await run('show', document.id, '--csv')).output
    const samples = document.series.reduce((sum, one) => sum + one.samples.length, 0)
    expect(csv.trimEnd().split('\r\n')).toHaveLength(samples + 1)
  })

  it.runIf(hasProbe)('prints every event as a line of JSON, the run at the end', async () => {
    const given = ['--series', 'pthread', '--parameter', 'parent-mib=0', '--budget', '0.3', '--ndjson']
    const { status, output } = await run('measure', 'creation-cost', ...given)
    expect(status).toBe(0)
    const events = output
      .trimEnd()
      .split('\n')
      .map((line): { type: string } => JSON.parse(line))
    expect(events.map(({ type }) => type)).toContain('started')
    expect(events.at(-1)?.type).toBe('done')
  })
})
