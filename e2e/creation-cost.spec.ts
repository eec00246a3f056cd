import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Run } from './stored-run.ts'
import { expect, probesOf, test } from './lab.ts'

async function openExperiment(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Creation cost', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'What does it cost to start a process, and a thread?',
  )
}

const state = (page: Page) => page.locator('html')

function storedRuns(dataFolder: string): Run[] {
  const folder = join(dataFolder, 'runs')
  return readdirSync(folder).map((name) => Run.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
}

test('one button on the start page measures, and the figures are those of the stored run', async ({
  page,
  dataFolder,
  host,
}) => {
  await page.getByRole('button', { name: 'Measure process against thread on this machine' }).click()
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 90_000 })

  const [run] = storedRuns(dataFolder)
  expect(run?.program.host).toBe(host === 'electron' ? 'desktop' : 'browser')
  const fork = run?.series.find(
    ({ id, part, condition }) => id === 'fork' && part === 'joined' && condition['parentMiB'] === 0,
  )
  expect(fork?.samples.length).toBeGreaterThan(20)
  const row = page
    .getByRole('table', { name: 'Figures' })
    .getByRole('row', { name: /^fork / })
    .first()
  await expect(row).toContainText(String(fork?.samples.length.toLocaleString('en-GB')))
  await expect(page.getByText(/Starting a process with fork costs/).first()).toBeVisible()
})

test('chosen series are measured live, by keyboard alone', async ({ page }) => {
  await openExperiment(page)
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
  await openExperiment(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  await expect(page.getByText(/Cancelled/).first()).toBeVisible()
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('a window that goes away takes its measurement with it', async ({ page, dataFolder }) => {
  await openExperiment(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.reload()
  await expect.poll(() => probesOf(dataFolder)).toEqual([])
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
})

test('the desktop measures its own utility process, the browser host does not offer it', async ({ page, host }) => {
  await openExperiment(page)
  await expect(page.getByRole('checkbox', { name: /utility-process/ })).toHaveCount(host === 'electron' ? 1 : 0)
})
