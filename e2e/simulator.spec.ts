import type { Locator, Page } from '@playwright/test'
import { expect, test } from './lab.ts'
import { expectAccessible } from './steps.ts'

/** Goes to something by keyboard alone. */
async function reach(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach it')
}

async function open(page: Page): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: 'Simulator', exact: true })
  await reach(page, link)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who gets the core next?')
  await expect(status(page)).toContainText('SIMULATED in')
}

const status = (page: Page): Locator => page.locator('[data-simulation]')
const timeline = (page: Page): Locator => page.getByRole('slider', { name: /Who has which core/ })

/** Writes a workload into the editor, and waits until it is simulated. */
async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Workload as text' })
  if (!(await field.isVisible())) {
    await reach(page, page.getByRole('button', { name: 'Edit the workload' }))
    await page.keyboard.press('Enter')
  }
  await reach(page, field)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

const TWO = `process p {
  thread a { compute 4 ms; io 2 ms; compute 1 ms }
  thread b at 1 ms { compute 3 ms }
}
`

test('by keyboard alone: builds a workload, steps, scrubs, reads why, and compares', async ({ page }) => {
  await open(page)
  await write(page, TWO)
  await expect(page.getByText(/SIMULATED · 1 core · 2 tasks/)).toBeVisible()

  await reach(page, page.getByRole('combobox', { name: 'Policy' }))
  await page.keyboard.type('First')
  await expect(page.getByRole('heading', { name: /is done after/ })).toContainText(
    'First in, first out is done after 8.00\u202fms',
  )

  await reach(page, page.getByRole('button', { name: 'Step', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('1\u202fms of 8\u202fms')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('4\u202fms of 8\u202fms')).toBeVisible()

  await reach(page, timeline(page))
  await page.keyboard.press('ArrowLeft')
  await expect(timeline(page)).toHaveAttribute('aria-valuenow', '1000000')
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /core 0: a running, 0–4\u202fms/)
  await page.keyboard.press('End')
  await expect(timeline(page)).toHaveAttribute('aria-valuenow', '8000000')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /core 0: b running, 4–7\u202fms/)
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowDown')
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^4\u202fms · core 0: b running/)

  const why = page.getByRole('region', { name: 'Why this task?' })
  await expect(why).toContainText('4\u202fms, core 0: b.')
  await reach(page, why.getByRole('button', { name: 'Previous decision' }))
  await page.keyboard.press('Enter')
  await expect(why).toContainText('core 0: a.')
  await expect(page.getByRole('region', { name: 'At 0\u202fs' })).toContainText('core 0')

  await reach(page, page.getByRole('button', { name: 'Compare policies' }))
  await page.keyboard.press('Enter')
  const compared = page.getByRole('table', { name: 'Policies compared' })
  await expect(compared.getByRole('row')).toHaveCount(9)
  await expect(compared.getByText('best:').first()).toBeAttached()
})

test('the form and the text say the same', async ({ page }) => {
  await open(page)
  await write(page, TWO)
  await page.getByRole('radio', { name: 'Form' }).check({ force: true })
  await page.getByRole('button', { name: 'Add a process' }).click()
  await page.getByRole('spinbutton', { name: 'Nice value of b, −20 to 19' }).fill('5')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Add an operation to a' }).click()
  await expect(page.getByText(/SIMULATED · 1 core · 3 tasks/)).toBeVisible()
  await page.getByRole('radio', { name: 'Text' }).check({ force: true })
  const text = page.getByRole('textbox', { name: 'Workload as text' })
  await expect(text).toHaveValue(/process p1/)
  await expect(text).toHaveValue(/thread b.* nice 5/)
  await page.getByRole('radio', { name: 'Form' }).check({ force: true })
  await page.getByRole('button', { name: 'Remove thread b' }).click()
  await expect(page.getByText(/SIMULATED · 1 core · 2 tasks/)).toBeVisible()
  await expectAccessible(page)
})

test('an error says its line and column and keeps the last timeline', async ({ page }) => {
  await open(page)
  await write(page, 'process p {\n  thread a { comput 4 ms }\n}\n')
  const errors = page.getByRole('list', { name: 'Errors in the workload' })
  await expect(errors).toContainText('line 2, column 14')
  await expect(page.getByRole('textbox', { name: 'Workload as text' })).toHaveAttribute('aria-invalid', 'true')
  await expect(timeline(page)).toBeVisible()
  await expectAccessible(page)
  await write(page, TWO)
  await expect(errors).toBeHidden()
  await expect(page.getByText(/SIMULATED · 1 core · 2 tasks/)).toBeVisible()
})

test('threads and processes differ by what a switch costs', async ({ page }) => {
  await open(page)
  await write(page, 'process p { thread a { compute 5 ms }; thread b { compute 5 ms } }')
  await expect(page.getByText(/With free costs it makes no difference/)).toBeVisible()
  await page.getByText(/^Costs:/).click()
  await page.getByRole('spinbutton', { name: 'Switch, other process, nanoseconds' }).fill('100000')
  await page.keyboard.press('Tab')
  await expect(page.getByText(/as a process each after .* later/)).toBeVisible()
  await page.getByRole('radio', { name: 'A process each' }).check({ force: true })
  await expect(page.getByText(/% and .* of the cores’ time are overhead/)).toBeVisible()
  await expectAccessible(page)
})

test('play moves the cursor, and the page keeps its state when it is left', async ({ page }) => {
  await open(page)
  await page.getByRole('combobox', { name: 'Workload', exact: true }).selectOption({ index: 2 })
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(async () => Number(await timeline(page).getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  const stood = await timeline(page).getAttribute('aria-valuenow')
  await page.getByRole('navigation').getByRole('link', { name: 'Machine' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Simulator', exact: true }).click()
  await expect(timeline(page)).toHaveAttribute('aria-valuenow', stood ?? '')
})

test('a workload of a million slices is drawn, and its table is bounded', async ({ page }) => {
  await open(page)
  await write(
    page,
    'process p { thread a { repeat 300000 { compute 1 us; yield } }; thread b { repeat 300000 { compute 1 us; yield } } }',
  )
  await expect(page.getByText(/SIMULATED · 1 core · 2 tasks · \d{3},\d{3} slices|1,000,000 slices/)).toBeVisible({
    timeout: 60_000,
  })
  await page.getByText('The spans in view as a table').click()
  await expect(page.getByText(/The first 200 of/)).toBeVisible()
})

test('a workload runs for real from its page, measured beneath the simulated timeline', async ({ page }) => {
  await open(page)
  await write(page, 'mutex m\nprocess p { thread a { lock m; compute 1 ms; unlock m } }')
  const button = page.getByRole('button', { name: 'Run it for real' })
  await expect(page.getByText('Only compute and io can be run for real; a has lock.')).toBeVisible()
  await expect(button).toBeDisabled()

  await write(page, TWO)
  await expect(button).toBeEnabled()
  await reach(page, button)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-state', 'running')
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 })
  const picture = page.getByRole('figure', { name: 'The model’s timeline and this machine’s' })
  await expect(picture).toContainText('SIMULATED above, MEASURED beneath')
  await expect(page.getByText('The mean turnaround was MEASURED as').first()).toBeVisible()
  await expectAccessible(page)
})
