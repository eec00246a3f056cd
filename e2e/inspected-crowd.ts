import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { CrowdProgram } from '../headless/bench/crowd.ts'
import { expect, labProcesses } from './lab.ts'
import { followProcess, openInspector } from './steps.ts'

/** Lets the inspector follow a process of so many threads while `use` runs. */
export async function inspectCrowd(
  page: Page,
  threads: number,
  active: number,
  use: () => Promise<void>,
): Promise<void> {
  const program = new CrowdProgram()
  try {
    const crowd = (await program.build(AbortSignal.timeout(60_000))) ? await program.start(threads, active) : null
    if (crowd === null) throw new Error('no process of so many threads can be made here')
    try {
      await openInspector(page)
      await followProcess(page, crowd.pid)
      await expect(page.getByRole('treegrid', { name: 'Threads' })).toHaveAttribute(
        'aria-rowcount',
        String(threads + 2),
      )
      await use()
    } finally {
      await crowd.close()
    }
  } finally {
    program.remove()
  }
}

/** The kinds of processes that an inspection keeps busy. */
export type Part = 'sampler' | 'host' | 'window'

/** The processes of the lab, and those of the Chromium that shows it where that is another program. */
async function partsOf(page: Page, dataFolder: string): Promise<Map<number, Part>> {
  const parts = new Map<number, Part>(
    labProcesses(dataFolder).map(({ pid, command }) => [
      pid,
      /\/sampler( |$)/.test(command) ? 'sampler' : / --type=/.test(command) ? 'window' : 'host',
    ]),
  )
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session) {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    for (const { id } of processInfo) parts.set(id, 'window')
    await session.detach()
  }
  return parts
}

/** A figure of each part, summed over its processes; those that end meanwhile count as nothing. */
async function sumOver(page: Page, dataFolder: string, read: (pid: number) => number): Promise<Record<Part, number>> {
  const sums = { sampler: 0, host: 0, window: 0 }
  for (const [pid, part] of await partsOf(page, dataFolder)) {
    try {
      sums[part] += read(pid)
    } catch {
      // It ended.
    }
  }
  return sums
}

const TICK_MS = 10

/** Milliseconds of processor time that each part has used so far. */
export function cpuOfParts(page: Page, dataFolder: string): Promise<Record<Part, number>> {
  return sumOver(page, dataFolder, (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  })
}

/** Bytes of memory that each part has to itself: anonymous, so that shared program files do not count. */
export function memoryOfParts(page: Page, dataFolder: string): Promise<Record<Part, number>> {
  return sumOver(page, dataFolder, (pid) => {
    const kibibytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kibibytes ?? 0) * 1024
  })
}
