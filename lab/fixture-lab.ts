import { createRouterClient } from '@orpc/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabClient } from '../contract/router.ts'
import { createLab, type Lab } from './lab.ts'

/** A lab for tests, with its own data folder, and the client that speaks to it. */
export interface LabOnTest {
  lab: Lab
  client: LabClient
  folder: string
  /** Ends what is running and removes the data. */
  remove(): Promise<void>
}

export async function createLabOnTest({
  dataFolder,
  probesFolder,
}: { dataFolder?: string; probesFolder?: string } = {}): Promise<LabOnTest> {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-data-'))
  const lab = await createLab({
    dataFolder: dataFolder ?? folder,
    probesFolder: probesFolder ?? join(import.meta.dirname, '../native-probes/out'),
    program: { name: 'threadlab', version: '0.0.0', host: 'test' },
  })
  return {
    lab,
    client: createRouterClient(lab.router),
    folder,
    remove: async () => {
      await lab.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
