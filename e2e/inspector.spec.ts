import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import {
  startKnownThreads,
  startMultitude,
  threadsIn,
  threadsOf,
  type KernelThread,
  type KnownProcess,
} from './known-threads.ts'
import { expect, test as base } from './lab.ts'
import { expectAccessible, followProcess, openInspector } from './steps.ts'

const test = base.extend<{ known: KnownProcess }>({
  known: async ({}, use) => {
    const known = await startKnownThreads()
    await use(known)
    await known.end()
  },
})

const table = (page: Page): Locator => page.getByRole('treegrid', { name: 'Threads' })
const threadRow = (page: Page, tid: number): Locator =>
  table(page).locator(`[role=row][aria-level="2"][data-tid="${tid}"]`)
const inspection = (page: Page): Locator => page.locator('[data-inspection]')

/** When the machine booted, in milliseconds since the epoch. */
const bootedAt = (): number => Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]) * 1000

/** What a row says, by the titles of the columns. */
async function cellsOf(page: Page, row: Locator): Promise<Record<string, string>> {
  const titles = await table(page).getByRole('columnheader').locator('.word').allTextContents()
  const texts = await row.locator('> *').allTextContents()
  return Object.fromEntries(
    titles.map((title, index) => [title.replace(/[↑↓]/, '').trim(), (texts[index] ?? '').trim()]),
  )
}

test('the table says of each thread what the kernel says of it', async ({ page, known }) => {
  await openInspector(page)
  await followProcess(page, known.pid)
  await page.getByRole('button', { name: 'Columns' }).click()
  for (const column of ['Nice', 'Policy', 'Started']) await page.getByRole('checkbox', { name: column }).check()
  await page.keyboard.press('Escape')
  const threads = threadsOf(known.pid)
  await expect(table(page).locator('[role=row][aria-level="2"]')).toHaveCount(threads.length + 1)
  const before = new Map(threads.map(({ tid, ran }) => [tid, ran]))
  const since = ({ tid, ran }: KernelThread): number => ran - (before.get(tid) ?? 0)
  const [busy] = threadsOf(known.pid).toSorted((a, b) => since(b) - since(a))
  if (!busy) throw new Error('the process has no threads')
  const find = (tid: number): KernelThread | undefined => threadsOf(known.pid).find((one) => one.tid === tid)

  // The busy one has a core whenever it gets one: its share and its forced switches are compared over the same second, about.
  await expect(async () => {
    const [begin, first] = [performance.now(), find(busy.tid)]
    await page.waitForTimeout(1500)
    const [took, last] = [performance.now() - begin, find(busy.tid)]
    const cells = await cellsOf(page, threadRow(page, busy.tid))
    if (!first || !last) throw new Error('the busy thread has ended')
    expect(cells['State']).toMatch(/^runn(ing|able)$/)
    expect(Math.abs(Number(cells['CPU']) - ((last.ran - first.ran) / 1e6 / took) * 100)).toBeLessThan(15)
    const forced = ((last.involuntary - first.involuntary) / took) * 1000
    expect(Math.abs(Number(cells['Involuntary']) - forced)).toBeLessThan(20 + forced / 2)
  }).toPass({ timeout: 30_000 })

  // Of those that wait, the kernel's words are compared one by one.
  const waiting = threads.filter(({ letter }) => letter === 'S')
  expect(waiting.some(({ tid }) => tid === known.pid)).toBe(true)
  expect(waiting.some(({ wait }) => wait.startsWith('futex'))).toBe(true)
  await expect(async () => {
    const now = new Map(threadsOf(known.pid).map((thread) => [thread.tid, thread]))
    for (const { tid } of waiting) {
      const cells = await cellsOf(page, threadRow(page, tid))
      const { name, wait, core, nice, start = 0 } = now.get(tid) ?? {}
      const begun = new Date(bootedAt() + start * 10)
      expect(cells).toMatchObject({
        Tid: String(tid),
        'Process and threads': name,
        'Waits in': wait,
        Core: String(core),
        Nice: String(nice),
        Policy: 'other',
      })
      expect(cells['State']).toBe(wait?.startsWith('futex') ? 'blocked' : 'sleeping')
      const [hours, minutes, seconds] = (cells['Started'] ?? '').split(':').map(Number)
      const shown = new Date(begun).setHours(hours ?? Number.NaN, minutes, seconds)
      // The boot is told in whole seconds.
      expect(Math.abs(shown - begun.getTime())).toBeLessThanOrEqual(2000)
    }
  }).toPass({ timeout: 15_000 })

  // Beside them, its child: stopped, while these go on.
  const child = threadsOf(known.stoppedPid).length
  await expect(page.getByRole('checkbox', { name: `stopped ${child}` })).toBeVisible()
  await expect(threadRow(page, busy.tid)).toContainText(/runn(ing|able)/)

  // A stopped process says so of all its threads.
  known.endChild()
  await expect(page.getByRole('checkbox', { name: 'stopped 0' })).toBeVisible()
  known.stop()
  await expect(page.getByRole('checkbox', { name: `stopped ${threads.length}` })).toBeVisible()
  await expect(threadRow(page, busy.tid)).toContainText('stopped')

  // When it is gone, the last table with somebody in it stays.
  await known.end()
  await expect(inspection(page)).toHaveAttribute('data-inspection', 'ended')
  await expect(page.getByText(/Nobody is left of process/)).toBeVisible()
  await expect(threadRow(page, busy.tid)).toBeVisible()
})

test('by keyboard: filters, sorts, folds, pauses, looks back and reads a thread’s history', async ({ page, known }) => {
  await openInspector(page)
  await followProcess(page, known.pid)
  // Its threads, and its child.
  const threads = threadsOf(known.pid).length + 1
  const rows = table(page).locator('[role=row][aria-level="2"]')
  await expect(rows).toHaveCount(threads)

  await table(page).focus()
  await page.keyboard.press('Home')
  const process = table(page).getByRole('row', { expanded: true })
  await page.keyboard.press('ArrowLeft')
  await expect(rows).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(process).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(threadRow(page, known.pid)).toHaveAttribute('aria-selected', 'true')

  await page.getByRole('columnheader', { name: /^CPU/ }).getByRole('button').press('Enter')
  await expect(page.getByRole('columnheader', { name: /CPU/ })).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => Number((await cellsOf(page, rows.first()))['CPU'])).toBeGreaterThan(5)

  await table(page).focus()
  await page.keyboard.press(' ')
  await expect(inspection(page)).toHaveAttribute('data-inspection', 'paused')
  const slider = page.getByRole('slider', { name: 'Moment that is shown' })
  const newest = await slider.getAttribute('aria-valuetext')
  await slider.press('Home')
  await expect(slider).not.toHaveAttribute('aria-valuetext', newest ?? '')
  await expectAccessible(page)
  await page.locator('main').focus()
  await page.keyboard.press(' ')
  await expect(inspection(page)).toHaveAttribute('data-inspection', 'watching')

  await page.keyboard.press('/')
  await page.keyboard.type('futex')
  await expect.poll(() => rows.count()).toBeLessThan(threads)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('nothing is called this')
  await expect(page.getByText(/let through by the filter/)).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).press('Enter')
  await expect(rows).toHaveCount(threads)
})

test('what cannot be followed is said in words, and the lab itself is shown with what each part is for', async ({
  page,
}) => {
  await openInspector(page)
  await expect(table(page).getByRole('row', { name: /host/ }).first()).toBeVisible()

  await followProcess(page, 4_194_304)
  await expect(page.getByRole('alert').filter({ hasText: /4194304/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await followProcess(page, 0)
  await expect(page.getByText(/Choose one from the list/)).toBeVisible()

  await page.getByRole('radio', { name: 'By name' }).check({ force: true })
  const name = page.getByRole('combobox', { name: 'Name of the processes' })
  await name.fill('nobody-at-all')
  await name.press('Enter')
  await expect(page.getByText(/Nobody is called “nobody-at-all” now/)).toBeVisible()

  const rate = page.getByRole('spinbutton', { name: 'samples a second' })
  await rate.fill('51')
  await rate.press('Tab')
  await expect(page.getByText('From 1 to 50 samples a second.')).toBeVisible()
  await expectAccessible(page)
})

/** The longest that the window went without drawing a frame, in milliseconds, over so long. */
const longestStandstill = (page: Page, milliseconds: number): Promise<number> =>
  page.evaluate(async (patience) => {
    const begun = performance.now()
    let [longest, last] = [0, begun]
    while (last - begun < patience) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      longest = Math.max(longest, now - last)
      last = now
    }
    return longest
  }, milliseconds)

test('ten thousand threads, and a storm of births and deaths, leave the window at work', async ({ page }) => {
  const multitude = await startMultitude(10_000)
  try {
    await openInspector(page)
    await followProcess(page, multitude.pid)
    // A head, the process, and its threads.
    const rows = String(multitude.threads + 2)
    await expect(table(page)).toHaveAttribute('aria-rowcount', rows)
    const storm = multitude.storm(2000, 5)
    expect(await longestStandstill(page, 3000)).toBeLessThan(2000)
    await page.locator('main').focus()
    await page.keyboard.press(' ')
    await expect(inspection(page)).toHaveAttribute('data-inspection', 'paused')
    await page.keyboard.press(' ')
    await expect(inspection(page)).toHaveAttribute('data-inspection', 'watching')
    await storm
    await expect.poll(() => threadsIn(multitude.pid)).toBe(multitude.threads)
    await expect(table(page)).toHaveAttribute('aria-rowcount', rows)
  } finally {
    await multitude.end()
  }
})
