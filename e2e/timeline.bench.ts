import type { CDPSession, Page } from '@playwright/test'
import { test } from './lab.ts'

/*
 * Whether a timeline of a million slices, drawn as 4 cores and 8 threads (three million spans), keeps up with the screen while
 * it is zoomed and panned in every frame. Figures are printed, nothing is asserted.
 */

const FRAMES = 120
/** At 60 frames a second. */
const FRAME_MS = 1000 / 60
const EIGHT = 'process p { thread a x4 { compute 1250 s } }\nprocess q { thread b x4 { compute 1250 s } }'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What is done in each frame: the keys that come before, and the wheel. */
const MOVES = {
  'zooming around the whole': { keys: '0', wheel: { ctrlKey: true, deltaY: 24 }, turns: 2 },
  'panning over half of it': { keys: '0+', wheel: { shiftKey: true, deltaY: 30 }, turns: 80 },
  'zooming in': { keys: '0', wheel: { ctrlKey: true, deltaY: -36 }, turns: Infinity },
  'zooming out': { keys: '', wheel: { ctrlKey: true, deltaY: 36 }, turns: Infinity },
  'panning over a thousandth of it': { keys: '0++++++++++', wheel: { shiftKey: true, deltaY: 30 }, turns: 80 },
} as const

/** From the beginning of each frame until it was drawn, and from frame to frame; milliseconds. */
interface Frames {
  busy: number[]
  gaps: number[]
}

function drawFrames(page: Page, move: (typeof MOVES)[keyof typeof MOVES]): Promise<Frames> {
  return page.evaluate(
    async ({ keys, wheel, turns, count }) => {
      const target = document.activeElement ?? document.body
      const box = target.getBoundingClientRect()
      const at = { clientX: box.left + box.width * 0.6, clientY: box.top + 60 }
      const common = { bubbles: true, cancelable: true }
      for (const key of keys) target.dispatchEvent(new KeyboardEvent('keydown', { key, ...common }))
      const busy: number[] = []
      const gaps: number[] = []
      let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      for (let frame = 0; frame < count; frame++) {
        const begin = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
        gaps.push(begin - last)
        last = begin
        const sign = turns !== null && frame % turns >= turns / 2 ? -1 : 1
        target.dispatchEvent(new WheelEvent('wheel', { ...wheel, deltaY: wheel.deltaY * sign, ...at, ...common }))
        // A message is delivered after the frame's own work, the painting of the lanes included.
        const channel = new MessageChannel()
        channel.port1.onmessage = () => busy.push(performance.now() - begin)
        channel.port2.postMessage(null)
      }
      return { busy, gaps }
    },
    { ...move, turns: Number.isFinite(move.turns) ? move.turns : null, count: FRAMES },
  )
}

/** Processor time that the window's main thread has spent on tasks so far, in milliseconds. */
async function cpuOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

test('a timeline of a million slices', async ({ page, host }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Simulator', exact: true }).click()
  await page.getByRole('button', { name: 'Edit the workload' }).click()
  await page.getByRole('textbox', { name: 'Workload as text' }).fill(EIGHT)
  await page.getByRole('spinbutton', { name: /Cores/ }).fill('4')
  await page.keyboard.press('Tab')
  await page.getByText('SIMULATED · 4 cores · 8 tasks · 1,000,000 slices').waitFor()
  const slider = page.getByRole('slider', { name: /Who has which core/ })
  await slider.scrollIntoViewIfNeeded()
  await slider.focus()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  for (const [what, move] of Object.entries(MOVES)) {
    const before = await cpuOf(session)
    const { busy, gaps } = await drawFrames(page, move)
    const cpu = ((await cpuOf(session)) - before) / FRAMES
    const sorted = busy.toSorted((a, b) => a - b)
    const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1)
    const late = gaps.filter((gap) => gap > FRAME_MS * 1.5).length
    say(
      `window, ${host}: a million slices, ${what}: busy ${at(0.5)} ms a frame (median of ${busy.length}), 95 % within ${at(0.95)}, at most ${at(1)} ms; ${cpu.toFixed(1)} ms of it processor time in the mean; ${late} of ${gaps.length} frames late`,
    )
  }
})
