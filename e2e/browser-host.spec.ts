import { once } from 'node:events'
import { chromium } from '@playwright/test'
import { expect, probesOf, startServer, test } from './lab.ts'

test('a window without the key is told what to do', async ({ page }) => {
  const address = new URL(page.url())
  const stranger = await page.context().browser()?.newPage()
  await stranger?.goto(address.origin)
  await expect(stranger?.getByRole('heading', { level: 1 }) ?? page.locator('never')).toContainText('token')
  await stranger?.close()
})

test('a server killed in the middle of a run leaves no process behind', async ({ dataFolder }) => {
  const server = await startServer(dataFolder)
  const executablePath = process.env['THREADLAB_TEST_CHROMIUM']
  const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) })
  const page = await browser.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Measure process against thread on this machine' }).click()
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  server.process.kill('SIGKILL')
  await once(server.process, 'exit')
  await expect.poll(() => probesOf(dataFolder)).toEqual([])
  await expect(page.getByText('The connection to the lab has ended.')).toBeVisible()
  await browser.close()
})
