import { cpuOfParts, inspectCrowd, memoryOfParts } from './inspected-crowd.ts'
import { test } from './lab.ts'

/*
 * Whether memory stays level while the inspector follows a thousand threads, a tenth of them active, at 10 Hz. The history is
 * full after five minutes; from then on nothing should grow. A line a minute; figures are printed, nothing is asserted.
 */

const MINUTES = Number(process.env['THREADLAB_SOAK_MINUTES'] ?? 30)
const THREADS = 1000

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`

test('memory of an inspection', async ({ page, host, dataFolder }) => {
  test.setTimeout((MINUTES + 5) * 60_000)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await inspectCrowd(page, THREADS, THREADS / 10, async () => {
    let cpu = await cpuOfParts(page, dataFolder)
    for (let minute = 0; minute <= MINUTES; minute++) {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
      const memory = await memoryOfParts(page, dataFolder)
      const now = await cpuOfParts(page, dataFolder)
      const share = (part: keyof typeof now): string => ((now[part] - cpu[part]) / 600).toFixed(1)
      say(
        `soak, ${host}, minute ${minute}: sampler ${mebibytes(memory.sampler)}, host ${mebibytes(memory.host)}, window ${mebibytes(memory.window)}, its JavaScript heap ${mebibytes(heap)}; ` +
          (minute > 0 ? `% of a core: ${share('sampler')}, ${share('host')}, ${share('window')}` : 'begun'),
      )
      cpu = now
      await page.waitForTimeout(60_000)
    }
  })
})
