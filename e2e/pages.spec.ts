import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment } from './steps.ts'

test('every page is accessible in both themes', async ({ page }) => {
  // There are more pages with every experiment, and axe looks at each twice.
  test.slow()
  const links = page.getByRole('navigation').getByRole('link')
  await expect(links.nth(1)).toBeVisible()
  for (const link of await links.all()) {
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  }
})

test('a finished run is accessible, sorts, exports and opens again from the list of runs', async ({ page }) => {
  await openExperiment(page, 'Creation cost', 'What does it cost to start a process, and a thread?')
  await chooseSeconds(page, 3)
  await measure(page)
  await expectAccessible(page)

  const table = page.getByRole('table', { name: 'Figures' })
  await table.getByRole('button', { name: 'Median' }).click()
  await expect(table.getByRole('columnheader', { name: /Median/ })).toHaveAttribute('aria-sort', /ascending|descending/)

  await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
  await page
    .getByRole('link', { name: /costs|no difference/i })
    .first()
    .click()
  await expect(page.getByRole('table', { name: 'Figures' })).toBeVisible()
  await expectAccessible(page)
})

test('files that are no runs are listed by name and left alone', async ({ page, dataFolder }) => {
  mkdirSync(join(dataFolder, 'runs'), { recursive: true })
  writeFileSync(join(dataFolder, 'runs', 'cut-off.json'), '{"schema": "threadlab.run/1", "id"')
  writeFileSync(join(dataFolder, 'runs', 'from-later.json'), '{"schema": "threadlab.run/9"}')
  await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
  await expect(page.getByText('cut-off.json')).toBeVisible()
  await expect(page.getByText(/threadlab\.run\/9/)).toBeVisible()
})

test('the machine page says what it does not know instead of inventing it', async ({ page }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Machine' }).click()
  await expect(page.getByText('Linux').first()).toBeVisible()
  await expect(page.getByText('not known here').first()).toBeVisible()
})

test('the guide opens beside the experiment and closes again', async ({ page }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Creation cost' }).click()
  const button = page.getByRole('button', { name: 'Guide', exact: true })
  await button.click()
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText('posix-spawn').first()).toBeVisible()
})
