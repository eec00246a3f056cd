import type { Page } from '@playwright/test'
import { expect, probesOf, test } from './lab.ts'
import { chooseSeconds, expectAccessible, measure, openExperiment, state, storedRun } from './steps.ts'
import type { Run } from './stored-run.ts'

const open = (page: Page): Promise<void> =>
  openExperiment(page, 'A workload, for real', 'Does this machine run a workload as the model says?')

const TEXT = 'process p { thread a { compute 4 ms; io 2 ms; compute 1 ms }\nthread b { compute 4 ms } }'

/** Milliseconds. */
interface Turn {
  core: number
  from: number
  to: number
  waits: boolean
}

function turnsOf({ tasks, slices: { task, core, from, to, end } }: Run['timelines'][number], name: string): Turn[] {
  return task
    .flatMap((one, i) =>
      tasks[one] === name
        ? [{ core: core[i] ?? -1, from: (from[i] ?? 0) / 1e6, to: (to[i] ?? 0) / 1e6, waits: end[i] === 1 }]
        : [],
    )
    .toSorted((a, b) => a.from - b.from)
}

/** A core serves interrupts too while a thread has it, so turns may be longer than what it was to compute. */
function expectComputed(turns: readonly Turn[], milliseconds: number): void {
  const sum = turns.reduce((total, { from, to }) => total + to - from, 0)
  expect(sum).toBeGreaterThan(milliseconds * 0.95)
  expect(sum).toBeLessThan(milliseconds * 1.5 + 1)
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Workload' }).fill(text)
  await chooseSeconds(page, 2)
}

test('a workload runs for real, predicted before, its timeline beneath the simulated one', async ({
  page,
  dataFolder,
}) => {
  await open(page)
  await write(page, TEXT)
  await measure(page)

  const picture = page.getByRole('figure', { name: 'The model’s timeline and this machine’s' })
  await expect(picture.getByRole('heading')).toContainText('The mean turnaround was MEASURED as')
  await expect(picture).toContainText('SIMULATED above, MEASURED beneath')

  const run = storedRun(dataFolder)
  const table = page.getByRole('table', { name: 'The model and this machine, thread by thread' })
  for (const thread of ['a', 'b']) {
    const own = run.series.filter(({ condition }) => condition['thread'] === thread)
    expect(own.map(({ part }) => part)).toEqual(['turnaround', 'response', 'waiting'])
    for (const { samples } of own) expect(samples.length).toBeGreaterThan(0)
    const figures = table.locator('tbody').filter({ has: page.getByRole('rowheader', { name: thread, exact: true }) })
    // A row for each figure: SIMULATED, MEASURED and their difference.
    await expect(figures.getByRole('row')).toHaveCount(3)
    for (const cell of await figures.getByRole('row').first().getByRole('cell').all())
      await expect(cell).toContainText('s')
  }
  // It computed for 4 ms, slept for 2 ms or more, computed for 1 ms; the other computed for 4 ms, and no core had both at once.
  const [timeline] = run.timelines
  if (!timeline) throw new Error('the run holds no timeline')
  const [turns, others] = [turnsOf(timeline, 'a'), turnsOf(timeline, 'b')]
  const asleep = turns.findIndex(({ waits }) => waits) + 1
  expectComputed(turns.slice(0, asleep), 4)
  expectComputed(turns.slice(asleep), 1)
  expectComputed(others, 4)
  expect((turns[asleep]?.from ?? 0) - (turns[asleep - 1]?.to ?? 0)).toBeGreaterThanOrEqual(2)
  for (const { core, from, to } of turns)
    expect(others.filter((other) => other.core === core && other.from < to && from < other.to)).toEqual([])

  const source = run.observations.find(({ name }) => name === 'timeline-source')?.facts['source']
  await expect(picture).toContainText(source === 'kernel' ? 'the kernel’s records' : 'each thread saw itself')
  await expectAccessible(page)
})

test('the timeline is read with the keyboard', async ({ page }) => {
  await open(page)
  await write(page, TEXT)
  await measure(page)
  const slider = page.getByRole('slider', { name: /time cursor/ })
  await slider.focus()
  const before = await slider.getAttribute('aria-valuetext')
  await slider.press('ArrowRight')
  await expect(slider).not.toHaveAttribute('aria-valuetext', before ?? '')
})

test('what cannot be run for real is refused with a sentence, before anything is started', async ({ page }) => {
  await open(page)
  await write(page, 'mutex m\nprocess p { thread a { lock m; compute 1 ms; unlock m } }')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Only compute and io can be run for real; a has lock.')).toBeVisible()
  await write(page, 'process p { thread a { comput 1 ms } }')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/Workload, line 1, column 24/)).toBeVisible()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
})

test('cancelling ends every thread of a long workload', async ({ page, dataFolder }) => {
  await open(page)
  await write(page, 'process p { thread a { repeat 20 { compute 100 ms; io 900 ms } } }')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(state(page)).toHaveAttribute('data-state', 'ready')
  expect(probesOf(dataFolder)).toEqual([])
})
