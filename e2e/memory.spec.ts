import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { Run } from './stored-run.ts'
import { expect, probesOf, test } from './lab.ts'

const state = (page: Page) => page.locator('html')

async function openExperiment(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Memory', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What does one more cost in memory?')
}

async function expectNoViolations(page: Page): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).check({ force: true })
    // Legacy mode needs no second page, which a desktop window cannot open.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }
}

test('a quick run of memory fills four pictures, finds a sentence and is stored', async ({ page, dataFolder }) => {
  await openExperiment(page)
  await expectNoViolations(page)
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 120_000 })

  const pictures = [
    'What one more takes',
    'A thread’s memory over the size of its stack',
    'A forked child that writes',
    'What many take together',
  ]
  for (const name of pictures) await expect(page.getByRole('figure', { name })).toBeVisible()
  await expect(page.getByText(/One more idle process \(fork\) takes/).first()).toBeVisible()
  await expect(page.getByText(/SIMULATED: 100,000 such idle threads would take/)).toBeVisible()

  const [file = ''] = readdirSync(join(dataFolder, 'runs'))
  const run = Run.parse(JSON.parse(readFileSync(join(dataFolder, 'runs', file), 'utf8')))
  const samplesOf = (id: string): number =>
    run.series.filter((one) => one.id === id && one.part === 'total').reduce((sum, one) => sum + one.samples.length, 0)
  for (const id of ['fork', 'fork-exec', 'thread', 'worker-thread', 'child-process', 'cow-child'])
    expect([id, samplesOf(id)]).not.toEqual([id, 0])
  await expectNoViolations(page)
})

test('the bars are read by keyboard and follow the chosen part', async ({ page }) => {
  await openExperiment(page)
  for (const series of ['fork-exec', 'worker-thread', 'child-process', 'cow-child'])
    await page.getByRole('checkbox', { name: series, exact: true }).uncheck({ force: true })
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 120_000 })
  const bars = page.getByRole('slider', { name: 'Read the bars' })
  await bars.press('ArrowDown')
  await expect(bars).toHaveAttribute('aria-valuetext', /^fork, 200 at once: median .* page tables .* RSS /)
  await page.getByRole('figure', { name: 'What one more takes' }).getByRole('combobox').selectOption('RSS')
  await expect(bars).toHaveAttribute('aria-valuetext', /^fork, 200 at once: median (?!.*page tables)/)
})

test('cancelling in the midst of thousands ends every process that the run started', async ({ page, dataFolder }) => {
  await openExperiment(page)
  await page.getByRole('spinbutton', { name: 'How many at once' }).fill('3000')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(100)
  await page.keyboard.press('Escape')
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
  expect(readdirSync(join(dataFolder, 'runs'))).toEqual([])
})

test('more than may be asked for is refused in the form, with what it takes', async ({ page }) => {
  await openExperiment(page)
  await page.getByRole('spinbutton', { name: 'How many at once' }).fill('99999')
  await expect(page.getByText(/1 to 20,?000/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled()
})
