import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const open = (page: Page): Promise<void> => openExperiment(page, 'Fair share', 'Who gets the core?')
const nice = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('textbox', { name: 'Nice values' })

test('threads contest the core, their shares beside the weights, the timeline above the simulated one', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  await page.getByRole('group', { name: 'Presets' }).getByRole('button', { name: '0, 0, 10' }).click()
  await expect(nice(page)).toHaveValue('0 0 10')
  await expect(page.getByText(/PREDICTED by weight: A nice 0: 1,024, 47\.5/)).toBeVisible()
  await chooseSeconds(page, 2)
  await measure(page)

  const run = storedRun(dataFolder)
  const threads = run.series.filter(({ part }) => part === 'share')
  expect(threads.map(({ condition }) => condition)).toEqual([
    { thread: 'A', nice: 0 },
    { thread: 'B', nice: 0 },
    { thread: 'C', nice: 10 },
  ])
  const shares = threads.map(({ samples }) => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? 0)
  expect(shares[2]).toBeLessThan(Math.min(shares[0] ?? 0, shares[1] ?? 0))

  const picture = page.getByRole('figure', { name: 'What each thread got' })
  await expect(picture.getByRole('heading')).toContainText('C (nice 10) got')
  const slider = picture.getByRole('slider', { name: 'Read the shares' })
  await slider.focus()
  for (const _ of shares) await slider.press('ArrowDown')
  await expect(slider).toHaveAttribute('aria-valuetext', /^C nice 10: MEASURED .* the weights say 5\.10/)
  await expect(page.getByRole('figure', { name: 'Who had the core' })).toContainText(
    'MEASURED above, SIMULATED beneath',
  )
  await expectAccessible(page)
})

test('what is no nice value is refused with a sentence, before anything is started', async ({ page }) => {
  await open(page)
  await nice(page).fill('0 20')
  await expect(page.getByText('A nice value is a whole number from -20 to 19, not “20”.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('A nice value is a whole number from -20 to 19, not “20”.').nth(1)).toBeVisible()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
})

test('cancelling ends every thread in the midst of a period', async ({ page, dataFolder }) => {
  await open(page)
  await page.getByRole('spinbutton', { name: 'Period, ms' }).fill('5000')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
