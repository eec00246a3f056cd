import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> => openExperiment(page, 'Isolation', 'Who else dies?')

test('who ended and whose data changed is told, counted, and the same in the stored run', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  await expect(page.getByText(/who do you expect/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('spinbutton', { name: 'Actors' }).fill('3')
  await chooseSeconds(page, 2)
  await measure(page)

  const picture = page.getByRole('figure', { name: 'Who ended, and whose data changed' })
  await expect(picture.getByRole('heading')).toHaveText('A fault ended all 3 threads; of as many processes, 2 lived on')
  await expect(picture).toContainText('thread 2 had “balance 2000” and reads “th many thanks”')

  const run = storedRun(dataFolder)
  const rows = page.getByRole('table', { name: 'What became of all of them' }).getByRole('row')
  for (const { id, samples } of run.series.filter(({ part }) => part === 'told')) {
    const counts = run.observations.find((one) => one.name === 'counts' && one.about?.id === id)?.facts ?? {}
    expect(counts['repetitions']).toBe(samples.length)
    expect(samples.length).toBeGreaterThan(0)
    const cells = rows.filter({ has: page.getByRole('rowheader', { name: id, exact: true }) }).getByRole('cell')
    await expect(cells.nth(0)).toHaveText(samples.length.toLocaleString('en-GB'))
    await expect(cells.nth(3)).toHaveText(Number(counts['survivors']).toLocaleString('en-GB'))
  }
  await expectAccessible(page)
})

test('the picture is read actor by actor with the keyboard, and saved', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  const picture = page.getByRole('figure', { name: 'Who ended, and whose data changed' })
  await expect(picture).toContainText('All 4 ended', { timeout: 30_000, ignoreCase: true })
  const slider = page.getByRole('slider', { name: 'Read the actors' })
  await slider.focus()
  await slider.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /thread-faults, thread 1 .* ended by SIGSEGV/)
  await slider.press('ArrowDown')
  await expect(slider).toHaveAttribute('aria-valuetext', /thread 2 .* ended by SIGSEGV with its process/)
  await slider.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', /process-overwrites-shared, process 4 .* alive after the deed/)
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  await expect(picture.getByRole('button', { name: /CSV/ })).toBeEnabled()
})

test('cancelling ends every process that a demonstration started', async ({ page, dataFolder }) => {
  await open(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
