import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> =>
  openExperiment(page, 'Creation cost', 'What does it cost to start a process, and a thread?')

test(
  'one button on the start page measures, and the figures are those of the stored run',
  { tag: '@packaged' },
  async ({ page, dataFolder, host }) => {
    await page.getByRole('button', { name: 'Measure process against thread on this machine' }).click()
    await expect(state(page)).toHaveAttribute('data-state', 'running')
    await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 90_000 })

    const run = storedRun(dataFolder)
    expect(run.program.host).toBe(host === 'electron' ? 'desktop' : 'browser')
    const fork = run.series.find(
      ({ id, part, condition }) => id === 'fork' && part === 'joined' && condition['parentMiB'] === 0,
    )
    expect(fork?.samples.length).toBeGreaterThan(20)
    const row = page
      .getByRole('table', { name: 'Figures' })
      .getByRole('row', { name: /^fork / })
      .first()
    await expect(row).toContainText(String(fork?.samples.length.toLocaleString('en-GB')))
    await expect(page.getByText(/Starting a process with fork costs/).first()).toBeVisible()
  },
)

test('chosen series are measured live, by keyboard alone', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(page.getByRole('progressbar').first()).toBeVisible()
  // Samples arrive: the figures fill in before the run is over.
  const row = page
    .getByRole('table', { name: 'Figures' })
    .getByRole('row', { name: /^pthread / })
    .first()
  await expect(row).toContainText('µs', { timeout: 60_000 })
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
})

test('cancelling ends every process that the run started', async ({ page, dataFolder }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  await expect(page.getByText(/Cancelled/).first()).toBeVisible()
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('a window that goes away takes its measurement with it', async ({ page, dataFolder }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.reload()
  await expect.poll(() => probesOf(dataFolder)).toEqual([])
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
})

test('the desktop measures its own utility process, the browser host does not offer it', async ({ page, host }) => {
  await open(page)
  await expect(page.getByRole('checkbox', { name: /utility-process/ })).toHaveCount(host === 'electron' ? 1 : 0)
})
