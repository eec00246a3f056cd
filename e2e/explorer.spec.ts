import type { Page } from '@playwright/test'
import { expect, test } from './lab.ts'
import { expectAccessible } from './steps.ts'

async function open(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Explorer', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 }).first()).toContainText('threads interleave')
}

/** Presses keys where a page has them when it has just been opened: nowhere in particular. */
async function press(page: Page, keys: string): Promise<void> {
  await page.locator('main').focus()
  for (const key of keys) await page.keyboard.press(key)
}

const stage = (page: Page) => page.getByRole('group', { name: 'One process' })
const results = (page: Page) => page.getByRole('region', { name: 'Results' })

async function write(page: Page, program: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Program', exact: true }).fill(program)
}

test('one thread after the other adds both, by keyboard alone', async ({ page }) => {
  await open(page)
  await press(page, '111222')
  await expect(page.getByText('All threads have finished, and the result is right.').first()).toBeVisible()
  await expect(stage(page).getByRole('definition').first()).toContainText('7')

  await page.keyboard.press('Backspace')
  await expect(page.getByRole('heading', { name: 'This schedule: step 5 of 6' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: 'This schedule: step 6 of 6' })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByRole('heading', { name: 'This schedule: step 0 of 6' })).toBeVisible()

  await page.getByRole('checkbox', { name: 'Steps by single keys' }).uncheck()
  await press(page, '1')
  await stage(page)
    .getByRole('button', { name: /^Step B/ })
    .press('Enter')
  await expect(page.getByRole('heading', { name: 'This schedule: step 1 of 1' })).toBeVisible()
})

test('the evil scheduler loses an update and hears how few steps it takes', async ({ page }) => {
  await open(page)
  await press(page, '112212')
  await expect(page.getByText('Reached in 6 steps.')).toBeVisible()
  await expect(page.getByText('No schedule does it in fewer steps.')).toBeVisible()
  await expect(page.getByText('Schedule: A A B B A B')).toBeVisible()

  const slider = page.getByRole('slider', { name: 'The schedule, step by step' })
  await slider.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', 'before the first of 6 steps')
  await slider.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuetext', /^after step 1 of 6: A, /)
})

test('all 20 schedules are run, 2 are right, and a failing one is replayed', async ({ page }) => {
  await open(page)
  await press(page, '')
  await page.keyboard.press('Control+Enter')
  await expect(results(page).getByRole('heading', { name: '18 of 20 schedules go wrong' })).toBeVisible()
  const outcomes = page.getByRole('table', { name: 'Outcomes' })
  await expect(outcomes.getByRole('row', { name: /right counter 7 2 10\.0/ })).toBeVisible()
  await expect(outcomes.getByRole('row', { name: /wrong counter 6 18 90\.0/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Every schedule' }).getByRole('button')).toHaveCount(20)

  const lattice = page.getByRole('slider', { name: 'Read the lattice' })
  await lattice.press('Home')
  await lattice.press('End')
  await expect(lattice).toHaveAttribute('aria-valuetext', /20 ways to get here.*2 right, 18 wrong/)
  await expectAccessible(page)

  await outcomes.getByRole('button', { name: /^Replay: wrong/ }).press('Enter')
  await expect(page.getByRole('heading', { name: 'This schedule: step 0 of 6' })).toBeVisible()
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight')
  await expect(page.getByText('All threads have finished, and the result is wrong.').first()).toBeVisible()
  await expectAccessible(page)
})

test('an error is told with its line and column, and the place is found from it', async ({ page }) => {
  await open(page)
  await write(page, 'shared counter = 0\nthread A {\n  countre = 1\n}\n')
  await expect(page.getByText(/counter/).first()).toBeVisible()
  const place = page.getByRole('button', { name: 'Line 3, column 3' })
  await expect(place).toBeVisible()
  await expect(page.getByText('The program cannot run yet.')).toBeVisible()
  await expectAccessible(page)
  await place.press('Enter')
  await page.keyboard.press('Shift+End')
  await page.keyboard.type('counter = 1')
  await expect(place).toHaveCount(0)
  await expect(stage(page)).toBeVisible()
})

test('the editor indents with Tab and lets the keyboard out after Escape', async ({ page }) => {
  await open(page)
  const editor = page.getByRole('textbox', { name: 'Program', exact: true })
  await write(page, 'thread A {\n')
  await editor.press('Tab')
  await expect(editor).toHaveValue('thread A {\n  ')
  await editor.press('Escape')
  await page.keyboard.press('Tab')
  await expect(editor).not.toBeFocused()
})

test('a replay code that does not fit says why', async ({ page }) => {
  await open(page)
  const field = page.getByRole('textbox', { name: 'Walk through another’s schedule' })
  await field.fill('nonsense')
  await field.press('Enter')
  await expect(page.getByText(/This is not a replay code/)).toBeVisible()
  await field.fill('zzzz-ab')
  await field.press('Enter')
  await expect(page.getByText(/of another program/)).toBeVisible()

  await press(page, '12')
  const code = await page.getByRole('textbox', { name: 'Replay code of these steps' }).inputValue()
  await field.fill(`${code.slice(0, 5)}9a`)
  await field.press('Enter')
  await expect(page.getByText('Step 4 of this replay code cannot be taken: A has finished.')).toBeVisible()
  await field.fill(code)
  await field.press('Enter')
  await expect(page.getByRole('heading', { name: 'This schedule: step 0 of 2' })).toBeVisible()
})

test('an endless program ends at a bound and claims no more than it saw', async ({ page }) => {
  await open(page)
  await write(page, 'atomic x = 0\nthread A {\n  while 1 {\n    x = x + 1\n  }\n}\nthread B {\n  skip\n}\n')
  await page.getByRole('textbox', { name: 'States at most' }).fill('5000')
  await page.keyboard.press('Control+Enter')
  await expect(results(page).getByText(/5,000 states; not exhaustive/)).toBeVisible()
  await expect(results(page).getByText(/may still go wrong/)).toBeVisible()

  await page.getByRole('textbox', { name: 'States at most' }).fill('many')
  await expect(page.getByText('States at most: a whole number from 100 to 5,000,000.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Run all schedules/ })).toBeDisabled()
})

test('a long search counts its states and can be cancelled, which claims nothing', async ({ page }) => {
  await open(page)
  const loop = 'local i = 0\n  while i < 20 {\n    x = x + 1\n    i = i + 1\n  }'
  await write(page, `atomic x = 0\nthread A[6] {\n  ${loop}\n}\n`)
  await page.getByRole('textbox', { name: 'States at most' }).fill('5000000')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^Searching: [\d,]+ states so far/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(/^Cancelled after [\d,]+ states\. Nothing is claimed/)).toBeVisible()
  await expect(results(page)).toHaveCount(0)
})

test('philosophers reach their deadlock, and what was walked is kept while another page is open', async ({ page }) => {
  await open(page)
  await page.getByRole('combobox', { name: 'Begin with' }).selectOption('Five philosophers, five forks')
  await press(page, '12345')
  await expect(page.getByText('Reached in 5 steps.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Thread Philosopher0' }).getByText(/waits for fork\[1\]/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('navigation').getByRole('link', { name: 'Machine' }).click()
  await open(page)
  await expect(page.getByText('Reached in 5 steps.')).toBeVisible()
})
