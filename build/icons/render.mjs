/**
 * Draws the PNG icons from the SVG sources, with the Chromium that Playwright has installed or the one that
 * CHROMIUM_PATH names. Needed only after a change of the drawings.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const folder = fileURLToPath(new URL('.', import.meta.url))
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH })
for (const size of sizes) {
  const source = await readFile(`${folder}${size > 32 ? 'icon' : 'icon-small'}.svg`, 'utf8')
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>* { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${source}`)
  await page.screenshot({ path: `${folder}${size}x${size}.png`, omitBackground: true })
  await page.close()
}
await browser.close()
