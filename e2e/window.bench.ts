import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openBrowser, openDesktop, test } from './lab.ts'

/*
 * How soon the window has content, whether it keeps drawing while samples arrive, and how long a step of the model keeps it
 * busy. Figures are printed, nothing is asserted.
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

/** Milliseconds from a press of a key to when the page has drawn what follows from it, less the wait for the next frame. */
function busyTimes(page: Page, keys: readonly string[]): Promise<number[]> {
  return page.evaluate(async (pressed) => {
    const found: number[] = []
    for (const key of pressed) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const start = performance.now()
      const target = document.activeElement ?? document.body
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await new Promise((resolve) => setTimeout(resolve))
      const handled = performance.now() - start
      // The next frame's own work: from its beginning until whatever it draws is laid out.
      const drawn = await new Promise<number>((resolve) =>
        requestAnimationFrame((begin) => {
          document.body.getBoundingClientRect()
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve(performance.now() - begin)
          channel.port2.postMessage(null)
        }),
      )
      found.push(handled + drawn)
    }
    return found
  }, keys)
}

function sayBusy(host: string, what: string, times: number[]): void {
  const longest = Math.max(...times)
  say(
    `window, ${host}: ${what}: busy ${middle(times).toFixed(1)} ms (median of ${times.length}), at most ${longest.toFixed(1)} ms`,
  )
}

test('steps of the model', async ({ page, host }) => {
  const rail = page.getByRole('navigation')
  await rail.getByRole('link', { name: 'Explorer', exact: true }).click()
  await page.getByRole('combobox', { name: 'Begin with' }).selectOption({ label: 'Five philosophers, five forks' })
  await page.getByRole('heading', { level: 1 }).click()
  const walk = ['1', '1', '1', '1', '3', '3', '3', '3', '5', '5', '5', '5']
  const back = walk.map(() => 'ArrowLeft')
  sayBusy(host, 'a step of the explorer, forth and back', await busyTimes(page, [...walk, ...back, ...walk]))

  await rail.getByRole('link', { name: 'Simulator', exact: true }).click()
  await page.getByRole('slider', { name: /Who has which core/ }).focus()
  const steps = Array.from({ length: 30 }, (_, index) => (index % 3 === 2 ? 'ArrowLeft' : 'ArrowRight'))
  sayBusy(host, 'a step of the simulator', await busyTimes(page, steps))
})
