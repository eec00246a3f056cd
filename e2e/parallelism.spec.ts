import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> => openExperiment(page, 'Parallelism', 'Concurrent or parallel?')

test('the same work is measured with several workers, and shown with who ran when', async ({ page, dataFolder }) => {
  await open(page)
  await page.getByRole('radio', { name: '5 ms', exact: true }).check({ force: true })
  await chooseSeconds(page, 2)
  await measure(page)

  const run = storedRun(dataFolder)
  const overlaps = run.observations.filter(({ name }) => name === 'overlap')
  expect(overlaps.length).toBeGreaterThan(0)
  for (const { about, facts } of overlaps) {
    if (about?.id === 'one-core' && facts['source'] === 'kernel') expect(facts['greatestShare']).toBe(0)
  }

  const speedUp = page.getByRole('figure', { name: 'Speed-up over the workers' })
  await expect(speedUp.getByRole('heading')).toContainText(/workers on/)
  await expect(speedUp).toContainText('times as fast as one worker')
  await expect(speedUp).toContainText('PREDICTED')

  const turns = page.getByRole('figure', { name: 'Who ran on which core' })
  await expect(turns).toContainText('recorded in repetitions of their own')
  const slider = page.getByRole('slider', { name: /time cursor/ })
  await slider.focus()
  const before = await slider.getAttribute('aria-valuetext')
  await slider.press('ArrowRight')
  await expect(slider).not.toHaveAttribute('aria-valuetext', before ?? '')
  await expectAccessible(page)
})

test('a speed-up without one worker is refused with a sentence, and cancelling ends every worker', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  const one = page.getByRole('group', { name: 'Workers' }).getByRole('checkbox', { name: '1', exact: true })
  await one.uncheck({ force: true })
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('A speed-up is against one worker; add 1 to workers.')).toBeVisible()
  await one.check({ force: true })
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
