import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> => openExperiment(page, 'Memory', 'What does one more cost in memory?')

test(
  'a run of memory fills four pictures, finds a sentence and is stored',
  { tag: '@packaged' },
  async ({ page, dataFolder }) => {
    await open(page)
    await expectAccessible(page)
    await chooseSeconds(page, 3)
    await measure(page)

    const pictures = [
      'What one more takes',
      'A thread’s memory over the size of its stack',
      'A forked child that writes',
      'What many take together',
    ]
    for (const name of pictures) await expect(page.getByRole('figure', { name })).toBeVisible()
    await expect(page.getByText(/One more idle process \(fork\) takes/).first()).toBeVisible()
    await expect(page.getByText(/SIMULATED: 100,000 such idle threads would take/)).toBeVisible()

    const run = storedRun(dataFolder)
    const samplesOf = (id: string): number =>
      run.series
        .filter((one) => one.id === id && one.part === 'total')
        .reduce((sum, one) => sum + one.samples.length, 0)
    for (const id of ['fork', 'fork-exec', 'thread', 'worker-thread', 'child-process', 'cow-child'])
      expect([id, samplesOf(id)]).not.toEqual([id, 0])
    await expectAccessible(page)
  },
)

test('the bars are read by keyboard and follow the chosen part', async ({ page }) => {
  await open(page)
  for (const series of ['fork-exec', 'worker-thread', 'child-process', 'cow-child'])
    await page.getByRole('checkbox', { name: series, exact: true }).uncheck({ force: true })
  await chooseSeconds(page, 2)
  await measure(page)
  const bars = page.getByRole('slider', { name: 'Read the bars' })
  await bars.press('ArrowDown')
  await expect(bars).toHaveAttribute('aria-valuetext', /^fork, 200 at once: median .* page tables .* RSS /)
  await page.getByRole('figure', { name: 'What one more takes' }).getByRole('combobox').selectOption('RSS')
  await expect(bars).toHaveAttribute('aria-valuetext', /^fork, 200 at once: median (?!.*page tables)/)
})

test('cancelling in the midst of thousands ends every process that the run started', async ({ page, dataFolder }) => {
  await open(page)
  await page.getByRole('spinbutton', { name: 'How many at once' }).fill('3000')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(100)
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('more than may be asked for is refused in the form, with what it takes', async ({ page }) => {
  await open(page)
  await page.getByRole('spinbutton', { name: 'How many at once' }).fill('99999')
  await expect(page.getByText(/1 to 20,?000/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled()
})
