import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { Run } from './stored-run.ts'
import { expect, probesOf, processesOf, test } from './lab.ts'

async function openExperiment(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Communication', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What does sharing cost against sending?')
}

const state = (page: Page) => page.locator('html')

async function expectNoViolations(page: Page): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).check({ force: true })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }
}

test('a run compares every byte, and shows times, bandwidths and their model over the size', async ({
  page,
  dataFolder,
}) => {
  await openExperiment(page)
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 90_000 })

  const folder = join(dataFolder, 'runs')
  const [run] = readdirSync(folder).map((name) => Run.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
  const counted = run?.observations.filter(({ name }) => name === 'counts') ?? []
  // Nine mechanisms with messages of four sizes.
  expect(new Set(counted.map(({ about }) => about?.id)).size).toBe(9)
  for (const { facts } of counted) {
    expect(Number(facts['bytesChecked'])).toBeGreaterThan(0)
    expect(facts['wrongBytes']).toBe(0)
  }

  const latencies = page.getByRole('figure', { name: 'Time over the size of a message' })
  await expect(latencies).toContainText('PREDICTED')
  await expect(latencies).toContainText(/the intervals (do not )?overlap/)
  await expect(page.getByRole('figure', { name: 'Bandwidth over the size of a message' })).toContainText('iB/s')
  await expect(page.getByRole('region', { name: 'Processes that send' })).toContainText(/pipe\s*[\d.]+\s*[nµm]s/)

  // The mechanisms of Node have a placement of their own.
  const lanes = page.getByRole('figure', { name: 'Distribution of each series' })
  await lanes.getByText('free placement', { exact: true }).click()
  await expect(lanes).toContainText('child-ipc')
  await lanes.getByText('In a stream', { exact: true }).click()
  await expect(lanes).toContainText('In a stream')
  await expectNoViolations(page)
})

test('cancelling ends probes, their other sides and the child process of Node, and stores nothing', async ({
  page,
  dataFolder,
}) => {
  await openExperiment(page)
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
  await openExperiment(page)
  await expectNoViolations(page)
  const guide = page.getByRole('button', { name: 'Guide', exact: true })
  if ((await guide.getAttribute('aria-expanded')) === 'false') await guide.click()
  await expect(page.getByRole('heading', { name: 'Is every byte right?' })).toBeVisible()
  await expectNoViolations(page)
})
