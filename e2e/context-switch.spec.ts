import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> =>
  openExperiment(page, 'Context switch', 'What does a switch cost, within and across address spaces?')

test('a run shows switches and wake-ups apart, working sets with their model, and rings', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  await chooseSeconds(page, 3)
  await measure(page)

  const run = storedRun(dataFolder)
  const plain = run.series.find(
    ({ id, condition }) => id === 'pipe-processes' && condition['handover'] === 'switch' && condition['ring'] === 2,
  )
  expect(plain?.samples.length).toBeGreaterThan(20)
  const counts = run.observations.find(({ name, about }) => name === 'counts' && about?.id === 'pipe-processes')?.facts
  const switches = Number(counts?.['voluntarySwitches']) + Number(counts?.['involuntarySwitches'])
  expect(switches).toBeGreaterThanOrEqual(0.95 * Number(counts?.['handovers']))

  await expect(
    page.getByText(/switching to another|switching to another process|another thread/i).first(),
  ).toBeVisible()
  const sweep = page.getByRole('figure', { name: 'Cost over the working set' })
  await expect(sweep).toContainText('PREDICTED')
  await expect(sweep).toContainText(/the intervals (overlap|do not overlap|are narrower still)/)
  await expect(page.getByRole('figure', { name: 'Cost over the size of the ring' })).toBeVisible()
  const lanes = page.getByRole('figure', { name: 'Distribution of each series' })
  await expect(lanes.getByText('pipe-alone').first()).toBeVisible()
  if (run.series.some(({ condition, samples }) => condition['handover'] === 'wake-up' && samples.length > 0)) {
    await lanes.getByText('wake-up', { exact: true }).click()
    await expect(lanes).toContainText('two cores: cross-core wake-up')
    await expect(page.getByText(/cross-core wake-up, not a switch/).first()).toBeVisible()
  }
  await expectAccessible(page)
})

test('cancelling ends every task of every ring, and stores nothing', async ({ page, dataFolder }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(1)
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('the planned page and its guide are accessible', async ({ page }) => {
  await open(page)
  await expectAccessible(page)
  const guide = page.getByRole('button', { name: 'Guide', exact: true })
  if ((await guide.getAttribute('aria-expanded')) === 'false') await guide.click()
  await expect(page.getByRole('heading', { name: 'What one operation is' })).toBeVisible()
  await expectAccessible(page)
})
