import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from './lab.ts'
import { Run } from './stored-run.ts'

/** What the window is doing, for tests: `data-state` is `running` or `ready`. */
export const state = (page: Page): Locator => page.locator('html')

/** Opens an experiment by its name in the navigation. */
export async function openExperiment(page: Page, name: string, question: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(question)
}

export async function openInspector(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Inspector', exact: true }).click()
  await expect(page.locator('[data-inspection]')).toHaveAttribute('data-inspection', 'watching')
}

/** Lets the inspector follow one process, chosen by its number. */
export async function followProcess(page: Page, pid: number): Promise<void> {
  await page.getByRole('radio', { name: 'A process' }).check({ force: true })
  const field = page.getByRole('combobox', { name: 'Process' })
  await field.fill(String(pid))
  await field.press('Enter')
}

/** Measures by keyboard and waits until the run is over. */
export async function measure(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect(state(page)).toHaveAttribute('data-state', 'ready', { timeout: 120_000 })
}

/** Chooses the time that a run may take: little, where the test is not about how well a figure is known. */
export async function chooseSeconds(page: Page, seconds: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Seconds' })
  await field.fill(String(seconds))
  await field.blur()
}

/** What the themes differ in, as axe asks about it: they set colours and nothing else. */
const ABOUT_COLOUR = ['color-contrast', 'link-in-text-block']

/** Asks axe about the page in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).check({ force: true })
    // Legacy mode needs no second page, which a desktop window cannot open.
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    if (theme === 'Dark') axe.withRules(ABOUT_COLOUR)
    const { violations } = await axe.analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }
}

/** The one run that the lab has stored. */
export function storedRun(dataFolder: string): Run {
  const folder = join(dataFolder, 'runs')
  const [name = '', ...others] = readdirSync(folder)
  expect(others).toEqual([])
  return Run.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
}
