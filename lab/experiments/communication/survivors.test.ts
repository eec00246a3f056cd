import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { ProgramOnTest, type RunningProgram } from '../../fixture-program.ts'

const probe = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const canRun = process.platform === 'linux' && existsSync(probe)

describe.runIf(canRun)('a communication run in another process', () => {
  let program: ProgramOnTest
  beforeAll(async () => {
    program = await ProgramOnTest.build()
  }, 60_000)
  afterEach(() => program.end())
  afterAll(() => program.remove())

  const alive = (): number[] => processesWithEnvironment(program.dataFolder)

  /** Waits until the lab has its probes, their other sides and the child process of Node. */
  async function measuring(): Promise<RunningProgram> {
    const running = program.start(
      ...['measure', 'communication', '--budget', '20'],
      ...['--series', 'pipe,shared-mapping,shared-array-buffer,child-ipc'],
      ...['--parameter', 'bytes=64,1048576'],
    )
    await expect.poll(() => running.errors, { timeout: 20_000 }).toContain('measuring, about')
    // The lab, two probes with two other sides, and the child.
    expect(alive().length).toBeGreaterThanOrEqual(6)
    return running
  }

  it('that is killed leaves nobody behind', async () => {
    const { child, ended } = await measuring()
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    await expect.poll(alive, { timeout: 2000 }).toEqual([])
  })

  it('that is interrupted is over within two seconds, stores nothing and leaves nobody behind', async () => {
    const { child, ended } = await measuring()
    const start = performance.now()
    child.kill('SIGINT')
    expect(await ended).toEqual({ status: 130, signal: null })
    expect(performance.now() - start).toBeLessThan(2000)
    await expect.poll(alive, { timeout: 1000 }).toEqual([])
    expect(readdirSync(join(program.dataFolder, 'runs'))).toEqual([])
  })
})
