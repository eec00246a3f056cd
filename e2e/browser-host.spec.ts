import { once } from 'node:events'
import { expect, probesOf, startServer, test } from './lab.ts'

test('a window without the key is told what to do', async ({ page }) => {
  const address = new URL(page.url())
  const stranger = await page.context().browser()?.newPage()
  await stranger?.goto(address.origin)
  await expect(stranger?.getByRole('heading', { level: 1 }) ?? page.locator('never')).toContainText('token')
  await stranger?.close()
})

test('a server killed in the middle of a run leaves no process behind', async ({ dataFolder, chromiumOnDemand }) => {
  const server = await startServer(dataFolder)
  const page = await (await chromiumOnDemand()).newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Measure process against thread on this machine' }).click()
  await expect.poll(() => probesOf(dataFolder).length).toBeGreaterThan(0)
  server.process.kill('SIGKILL')
  await once(server.process, 'exit')
  await expect.poll(() => probesOf(dataFolder)).toEqual([])
  await expect(page.getByText('The connection to the lab has ended.')).toBeVisible()
  await page.context().close()
})

/** The desktop asks where to, in a dialog of the system's own. */
test('a timeline is saved as SVG, PNG, CSV and trace with the word SIMULATED in it', async ({ page }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Simulator', exact: true }).click()
  for (const kind of ['SVG', 'PNG', 'CSV', 'TRACE']) {
    const saving = page.waitForEvent('download')
    await page
      .getByRole('figure', { name: 'Who has which core' })
      .getByRole('button', { name: `Save as ${kind}` })
      .click()
    const stream = await (await saving).createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(Buffer.from(chunk))
    const content = Buffer.concat(chunks)
    expect(content.length).toBeGreaterThan(200)
    if (kind !== 'PNG') expect(content.toString('utf8')).toContain('SIMULATED')
    if (kind === 'TRACE') expect(JSON.parse(content.toString('utf8')).traceEvents.length).toBeGreaterThan(10)
  }
})
