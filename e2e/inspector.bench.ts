import type { Page } from '@playwright/test'
import { cpuOfParts, inspectCrowd, type Part } from './inspected-crowd.ts'
import { test } from './lab.ts'

/*
 * What the whole inspector takes of a core while it follows a process of a thousand threads at 10 Hz, and whether its table
 * keeps up with the screen while it is scrolled. Figures are printed, nothing is asserted.
 */

const THREADS = 1000
const SETTLING_MS = 5000
const MEASURED_MS = 20_000
const FRAMES = 300
/** At 60 frames a second. */
const FRAME_MS = 1000 / 60

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** Shares of a core, by part. */
async function sharesOf(page: Page, dataFolder: string): Promise<Record<Part, number>> {
  await page.waitForTimeout(SETTLING_MS)
  const before = await cpuOfParts(page, dataFolder)
  const begin = performance.now()
  await page.waitForTimeout(MEASURED_MS)
  const took = performance.now() - begin
  const after = await cpuOfParts(page, dataFolder)
  const share = (part: Part): number => (after[part] - before[part]) / took
  return { sampler: share('sampler'), host: share('host'), window: share('window') }
}

const told = ({ sampler, host, window }: Record<Part, number>): string =>
  `${percent(sampler + host + window)} of a core (sampler ${percent(sampler)}, host ${percent(host)}, window ${percent(window)})`

/** Milliseconds from frame to frame while the table is scrolled in each. */
function scroll(page: Page): Promise<number[]> {
  return page.getByRole('treegrid', { name: 'Threads' }).evaluate(async (grid, count) => {
    const gaps: number[] = []
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    for (let frame = 0; frame < count; frame++) {
      grid.scrollTop += (frame < count / 2 ? 1 : -1) * 60
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      gaps.push(now - last)
      last = now
    }
    return gaps
  }, FRAMES)
}

for (const active of [THREADS / 100, THREADS])
  test(`an inspection of ${THREADS} threads, ${active} of them active`, async ({ page, host, dataFolder }) => {
    await inspectCrowd(page, THREADS, active, async () => {
      const what = `inspector, ${host}: ${THREADS} threads, ${active} active, 10 samples a second`
      say(`${what}: ${told(await sharesOf(page, dataFolder))}`)
      const gaps = await scroll(page)
      const late = gaps.filter((gap) => gap > FRAME_MS * 1.5).length
      say(
        `${what}: scrolled, ${late} of ${gaps.length} frames late, longest ${Math.max(...gaps).toFixed(0)} ms, mean ${(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toFixed(1)} ms`,
      )
      await page.locator('main').focus()
      await page.keyboard.press(' ')
      say(`${what}: frozen, ${told(await sharesOf(page, dataFolder))}`)
    })
  })
