import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openBrowser, openDesktop, test } from './lab.ts'

/*
 * How soon the window has content, and whether it keeps drawing while samples arrive. Figures are printed, nothing is asserted.
 */

const STARTS = 7

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const middle = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Milliseconds since the epoch at which the page had its first content. */
function firstContent(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0]
          if (paint) resolve(performance.timeOrigin + paint.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}

test('first content', async ({ host }) => {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'threadlab-bench-'))
    const start = Date.now()
    const opened = host === 'electron' ? await openDesktop(folder) : await openBrowser(folder)
    times.push((await firstContent(opened.page)) - start)
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const list = times.map((time) => time.toFixed(0)).join(', ')
  say(`window, ${host}: first content ${middle(times).toFixed(0)} ms after the start (median of ${list})`)
})

test('frames while samples arrive', async ({ page, host }) => {
  await page.getByRole('button', { name: 'Measure process against thread on this machine' }).click()
  await page.waitForSelector('html[data-state=running]')
  const gaps = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const found: number[] = []
        let last = performance.now()
        const frame = (now: number): void => {
          found.push(now - last)
          last = now
          if (document.documentElement.dataset['state'] === 'running') requestAnimationFrame(frame)
          else resolve(found)
        }
        requestAnimationFrame(frame)
      }),
  )
  const longest = gaps.toSorted((a, b) => b - a).slice(0, 5)
  const over = gaps.filter((gap) => gap > 100).length
  say(
    `window, ${host}: ${gaps.length} frames while samples arrived, longest ${longest.map((gap) => gap.toFixed(0)).join(', ')} ms, ${over} over 100 ms`,
  )
})
