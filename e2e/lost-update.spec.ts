import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> => openExperiment(page, 'Lost update', 'How many increments are lost?')

test('ordinary code loses updates and the cures none, shown beside the schedules', async ({ page, dataFolder }) => {
  await open(page)
  await chooseSeconds(page, 6)
  await measure(page)

  const run = storedRun(dataFolder)
  const lostBy = (id: string): number =>
    run.series
      .filter((one) => one.id === id && one.part === 'lost')
      .flatMap(({ samples }) => samples)
      .reduce((sum, one) => sum + one, 0)
  // Each of them nearly always, where nobody else wants the cores.
  expect(lostBy('plain') + lostBy('load-store') + lostBy('node-plain')).toBeGreaterThan(0)
  for (const id of ['atomic-add', 'mutex', 'node-atomic-add']) expect([id, lostBy(id)]).toEqual([id, 0])

  const picture = page.getByRole('figure', { name: 'What was lost' })
  await expect(picture.getByRole('heading')).toContainText(/2 threads lost .* in ordinary code/)
  const slider = picture.getByRole('slider', { name: 'Read the losses' })
  await slider.focus()
  await slider.press('ArrowDown')
  await expect(slider).toHaveAttribute('aria-valuetext', /^plain, 2 threads, all cores: MEASURED/)
  await expect(page.getByText(/in 20 possible orders/)).toBeVisible()
  await expectAccessible(page)
})

test('cancelling in the midst of a race ends every thread of it', async ({ page, dataFolder }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
