import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { ProgramOnTest } from '../../fixture-program.ts'

const canRun =
  process.platform === 'linux' && existsSync(join(import.meta.dirname, '../../../native-probes/out/threadprobe'))

describe.runIf(canRun)('a lab that is killed in the midst of thousands', () => {
  let program: ProgramOnTest
  beforeAll(async () => {
    program = await ProgramOnTest.build()
  }, 60_000)
  afterEach(() => program.end())
  afterAll(() => program.remove())

  /** The program itself and all that it started, wherever they are now. */
  const alive = (): number[] => processesWithEnvironment(program.dataFolder)

  it.each([
    ['fork', 500],
    ['child-process', 4],
    ['worker-thread', 1],
    ['cow-child', 1],
  ])('leaves nobody behind: %s', async (series, least) => {
    const { child, ended } = program.start(
      ...['measure', 'memory', '--series', series, '--budget', '20'],
      ...['--parameter', 'units=2000', '--parameter', 'node-units=8'],
    )
    await expect.poll(() => alive().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(least)
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    await expect.poll(alive, { timeout: 2000 }).toEqual([])
  })
})
