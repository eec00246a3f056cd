import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { experiments } from './experiments/index.ts'
import { processesWithEnvironment } from './fixture-processes.ts'
import { ProgramOnTest, type RunningProgram } from './fixture-program.ts'

const canRun = process.platform === 'linux' && existsSync(join(import.meta.dirname, '../native-probes/out/threadprobe'))

describe.runIf(canRun)('a measurement in another process', () => {
  let program: ProgramOnTest
  beforeAll(async () => {
    program = await ProgramOnTest.build()
  }, 60_000)
  afterEach(() => program.end())
  afterAll(() => program.remove())

  /** The program itself and all that it started, wherever they are now. */
  const alive = (): number[] => processesWithEnvironment(program.dataFolder)
  const expectNobodyLeft = (): Promise<void> => expect.poll(alive, { timeout: 2000 }).toEqual([])

  /** Waits until the program has two probes and is in the phase that is wanted. */
  async function measuring(phase: string, ...series: string[]): Promise<RunningProgram> {
    const running = program.start(
      'measure',
      'creation-cost',
      ...['--series', series.join(',')],
      ...['--parameter', 'parent-mib=0,64'],
      ...['--budget', '6'],
    )
    await expect.poll(() => running.errors, { timeout: 20_000 }).toContain(`${phase}, about`)
    await expect.poll(() => alive().length, { timeout: 20_000 }).toBeGreaterThan(1)
    return running
  }

  const everything = ['fork', 'pthread', 'posix-spawn', 'worker-thread', 'child-process']

  it.each([
    ['preparing', ['fork', 'pthread']],
    ['measuring', everything],
    ['warming-up', ['child-process']],
  ])('that is killed while %s %j leaves nobody behind', async (phase, series) => {
    const { child, ended } = await measuring(phase, ...series)
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    await expectNobodyLeft()
  })

  it.each([
    ['preparing', 'SIGINT'],
    ['measuring', 'SIGINT'],
    ['measuring', 'SIGTERM'],
  ] as const)(
    'that is interrupted while %s by %s ends with 130, stores nothing and leaves nobody behind',
    async (phase, signal) => {
      const running = await measuring(phase, ...everything)
      running.child.kill(signal)
      expect(await running.ended).toEqual({ status: 130, signal: null })
      expect(running.output).toBe('')
      await expectNobodyLeft()
      expect(readdirSync(join(program.dataFolder, 'runs'))).toEqual([])
    },
  )

  describe.each(experiments.map(({ id }) => id))('of %s', (experiment) => {
    it.each(['SIGKILL', 'SIGINT'] as const)('that gets %s leaves nobody behind', async (signal) => {
      const running = program.start('measure', experiment, '--quick', '--budget', '20')
      await expect.poll(() => running.errors, { timeout: 30_000 }).toContain('warming-up, about')
      expect(alive().length).toBeGreaterThan(1)
      running.child.kill(signal)
      const { status } = await running.ended
      expect(status).toBe(signal === 'SIGKILL' ? null : 130)
      await expectNobodyLeft()
    })
  })

  it('that is interrupted together with all of its group, as a terminal does, ends the same', async () => {
    const { child, ended } = await measuring('measuring', ...everything)
    if (child.pid === undefined) throw new Error('the program was not started')
    process.kill(-child.pid, 'SIGINT')
    expect(await ended).toEqual({ status: 130, signal: null })
    await expectNobodyLeft()
  })

  it('that is interrupted twice ends at once', async () => {
    const { child, ended } = await measuring('measuring', ...everything)
    child.kill('SIGINT')
    child.kill('SIGINT')
    const { status, signal } = await ended
    expect(status === 130 || signal === 'SIGINT').toBe(true)
    await expectNobodyLeft()
  })

  it('whose terminal is closed leaves nobody behind', async () => {
    const { child, ended } = await measuring('measuring', ...everything)
    child.kill('SIGHUP')
    await ended
    await expectNobodyLeft()
  })
})
