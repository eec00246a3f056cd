import type { Locator, Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'

const bench = (page: Page): Locator => page.getByRole('region', { name: 'Workbench' })
const flag = (page: Page, name: string): Locator => bench(page).getByRole('checkbox', { name, exact: true })
const diagram = (page: Page): Locator => page.getByRole('figure', { name: 'What the kernel shares' })

/** Chips hide their box under their words. */
async function flip(box: Locator, to: boolean): Promise<void> {
  await box.setChecked(to, { force: true })
}

async function openWorkbench(page: Page): Promise<void> {
  await openExperiment(page, 'Clone flags', 'What is a thread, to the kernel?')
  await expect(bench(page)).toBeVisible()
}

/** Leaves two series, so that a run is short. */
async function chooseOnly(page: Page, ...wanted: string[]): Promise<void> {
  const all = page.getByRole('group', { name: 'Series' }).getByRole('checkbox')
  for (const box of await all.all()) {
    const name = await box.evaluate((input) => input.closest('label')?.textContent?.trim() ?? '')
    await flip(box, wanted.includes(name))
  }
  await chooseSeconds(page, 2)
}

test('presets set the flags, and what would be illegal cannot be switched and says why', async ({ page }) => {
  await openWorkbench(page)
  await bench(page).getByRole('button', { name: 'fork', exact: true }).click()
  await expect(flag(page, 'THREAD')).toBeDisabled()
  await expect(bench(page).getByText(/THREAD needs SIGHAND/)).toBeVisible()
  await expect(diagram(page)).toContainText('it shares nothing')

  await bench(page).getByRole('button', { name: 'pthread', exact: true }).click()
  await expect(flag(page, 'THREAD')).toBeChecked()
  await expect(flag(page, 'VM')).toBeDisabled()
  await expect(diagram(page)).toContainText('PREDICTED')
  await expect(diagram(page)).toContainText('thread of its creator’s process')
  await expectAccessible(page)

  await flag(page, 'THREAD').focus()
  await page.keyboard.press('Space')
  await expect(flag(page, 'THREAD')).not.toBeChecked()
  await expect(flag(page, 'SIGHAND')).toBeEnabled()
})

test('a run puts the evidence beside the prediction, row by row', async ({ page, dataFolder }) => {
  await openWorkbench(page)
  await flip(flag(page, 'FILES'), true)
  await chooseOnly(page, 'fork-flags', 'choice')
  await measure(page)

  await expect(diagram(page)).toContainText('MEASURED')
  const table = page.getByRole('table', { name: 'What is shared' })
  await expect(table.getByRole('row', { name: /^memory/ })).toContainText('shared')
  await expect(table.getByRole('row', { name: /^working directory/ })).toContainText('separate')
  await expect(table.getByText('agrees')).toHaveCount(await table.locator('tbody tr').count())
  await expect(page.getByText(/Your choice, VM FILES, costs/).first()).toBeVisible()
  await expectAccessible(page)

  const { observations, series } = storedRun(dataFolder)
  const facts = observations.find(({ name, about }) => name === 'sharing' && about?.id === 'choice')?.facts
  expect(facts).toMatchObject({ flags: 'VM FILES', memory: 'shared', folder: 'separate', rows: 20, agreeing: 20 })
  expect(series.find(({ id }) => id === 'choice')?.samples.length).toBeGreaterThan(20)

  // Another combination has not been looked at yet.
  await flip(flag(page, 'FS'), true)
  await expect(diagram(page)).toContainText('PREDICTED')
})

test('an illegal combination is refused, or sent by force: then the kernel’s answer is shown', async ({ page }) => {
  await openWorkbench(page)
  await chooseOnly(page, 'fork-flags', 'choice')
  const force = bench(page).getByRole('checkbox', { name: /force/ })
  await flip(force, true)
  await flip(flag(page, 'VM'), false)
  await flip(flag(page, 'SIGHAND'), true)
  await expect(bench(page).getByText(/PREDICTED: refused with EINVAL/)).toBeVisible()

  await flip(force, false)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/The kernel would refuse SIGHAND with EINVAL/).first()).toBeVisible()

  await flip(force, true)
  await measure(page)
  await expect(page.getByRole('heading', { name: 'The kernel made no task: refused: EINVAL' })).toBeVisible()
  await expect(page.getByText(/was refused by the kernel with EINVAL, as the model predicted/).first()).toBeVisible()
  const row = page.getByRole('table', { name: 'Figures' }).getByRole('row', { name: /^choice / })
  await expect(row).toContainText('SIGHAND needs VM.')
})

test('cancelling ends every task that the run made', async ({ page, dataFolder }) => {
  await openWorkbench(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await expect(flag(page, 'FILES')).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
