import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, probesOf, processesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> =>
  openExperiment(page, 'Communication', 'What does sharing cost against sending?')

test('a run compares every byte, and shows times, bandwidths and their model over the size', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  await chooseSeconds(page, 3)
  await measure(page)

  const run = storedRun(dataFolder)
  const counted = run.observations.filter(({ name }) => name === 'counts') ?? []
  // Nine mechanisms with messages of four sizes.
  expect(new Set(counted.map(({ about }) => about?.id)).size).toBe(9)
  for (const { facts } of counted) {
    expect(Number(facts['bytesChecked'])).toBeGreaterThan(0)
    expect(facts['wrongBytes']).toBe(0)
  }

  const latencies = page.getByRole('figure', { name: 'Time over the size of a message' })
  await expect(latencies).toContainText('PREDICTED')
  await expect(latencies).toContainText(/the intervals (overlap|do not overlap|are narrower still)/)
  await expect(page.getByRole('figure', { name: 'Bandwidth over the size of a message' })).toContainText('iB/s')
  await expect(page.getByRole('region', { name: 'Processes that send' })).toContainText(/pipe\s*[\d.]+\s*[nµm]s/)

  // The mechanisms of Node have a placement of their own.
  const lanes = page.getByRole('figure', { name: 'Distribution of each series' })
  await lanes.getByText('free placement', { exact: true }).click()
  await expect(lanes).toContainText('child-ipc')
  await lanes.getByText('In a stream', { exact: true }).click()
  await expect(lanes).toContainText('In a stream')
  await expectAccessible(page)
})

test('cancelling ends probes, their other sides and the child process of Node, and stores nothing', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  const before = processesOf(dataFolder).length
  await page.keyboard.press('Control+Enter')
  // Eight probes, the other sides of four of them, and the child.
  await expect.poll(() => probesOf(dataFolder).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(12)
  await expect
    .poll(() => processesOf(dataFolder).length - before - probesOf(dataFolder).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(1)
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  await expect.poll(() => processesOf(dataFolder).length).toBe(before)
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('the planned page and its guide are accessible', async ({ page }) => {
  await open(page)
  await expectAccessible(page)
  const guide = page.getByRole('button', { name: 'Guide', exact: true })
  if ((await guide.getAttribute('aria-expanded')) === 'false') await guide.click()
  await expect(page.getByRole('heading', { name: 'Is every byte right?' })).toBeVisible()
  await expectAccessible(page)
})
