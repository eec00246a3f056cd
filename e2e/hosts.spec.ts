import { expect, test } from './lab.ts'

test('the window has no way around the lab’s router', async ({ page, host }) => {
  const powers = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    opened: globalThis.open('about:blank') === null,
  }))
  expect(powers).toMatchObject({ require: 'undefined', process: 'undefined' })
  if (host === 'electron') expect(powers.opened).toBe(true)
  const injected = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.head.append(script)
    return Reflect.get(globalThis, 'injected')
  })
  expect(injected).toBeUndefined()
})
