import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { expect, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state } from './steps.ts'

const Predicted = z.object({
  id: z.string(),
  predictions: z.array(
    z.object({
      of: z.object({ id: z.string(), condition: z.record(z.string(), z.union([z.string(), z.number()])) }),
      madeAt: z.string(),
      runs: z.array(z.string()).optional(),
      model: z.object({ at: z.number(), fittedOn: z.array(z.object({ x: z.number(), run: z.string().optional() })) }),
      score: z.object({ measured: z.number(), inside: z.boolean() }).nullable(),
    }),
  ),
})

/** The stored runs, the oldest first. */
function storedRuns(dataFolder: string): z.infer<typeof Predicted>[] {
  const folder = join(dataFolder, 'runs')
  return readdirSync(folder)
    .sort()
    .map((name) => Predicted.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
}

/** Chooses series and sizes by hand and measures them. */
async function measureForks(page: Page, sizes: readonly string[]): Promise<void> {
  await openExperiment(page, 'Creation cost', 'What does it cost to start a process, and a thread?')
  for (const size of ['0 MiB', '64 MiB', '256 MiB', '1024 MiB']) {
    await page.getByRole('checkbox', { name: size, exact: true }).setChecked(sizes.includes(size), { force: true })
  }
  await chooseSeconds(page, 2)
  await measure(page)
}

const openModel = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name: 'Cost model' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cost model')
}

test('before the first run the page says what is published, what is unknown, and where to begin', async ({ page }) => {
  await openModel(page)
  await expect(page.getByText(/No run yet/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^Thread / })).toContainText('Published, of another machine')
  await expect(page.getByRole('row', { name: /^Refill, between threads/ })).toContainText('Not known yet')
  await expectAccessible(page)
})

test('a second run is predicted from the first before it begins, scored, and shown with the constants', async ({
  page,
  dataFolder,
}) => {
  await measureForks(page, ['0 MiB', '64 MiB'])
  await measureForks(page, ['0 MiB', '64 MiB', '256 MiB'])

  const [first, second] = storedRuns(dataFolder)
  expect(first?.predictions.filter(({ runs }) => runs !== undefined)).toEqual([])
  const predictions = second?.predictions.filter(({ runs }) => runs !== undefined) ?? []
  expect(predictions.map(({ of }) => of.condition['parentMiB'])).toEqual([256])
  for (const { runs, model, score } of predictions) {
    expect(runs).toEqual([first?.id])
    expect(model.fittedOn.map(({ x }) => x)).not.toContain(model.at)
    expect(model.fittedOn.every(({ run }) => run === first?.id)).toBe(true)
    expect(score).not.toBeNull()
  }

  await openModel(page)
  await expect(page.getByRole('row', { name: /^fork, fixed part/ })).toContainText('MEASURED in 2 runs')
  await expect(page.getByRole('row', { name: /^fork, for each page-table page/ })).toContainText('1 prediction')
  await expect(page.getByRole('figure', { name: 'How the predictions fared' })).toBeVisible()
  const surface = page.getByRole('slider', { name: 'Read the predictions' })
  await surface.focus()
  await page.keyboard.press('ArrowDown')
  await expect(surface).toHaveAttribute('aria-valuetext', /fork.*PREDICTED.*MEASURED/)
  await expectAccessible(page)

  await page.getByRole('radio', { name: 'Context switch' }).check({ force: true })
  await expect(page.getByRole('figure', { name: 'How the predictions fared' })).toHaveCount(0)
  await expect(page.getByRole('row', { name: /^Switch within an address space/ })).toBeVisible()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')

  await page.getByRole('button', { name: 'Use in the simulator' }).click()
  await expect(page).toHaveURL(/#\/simulator$/)
})
