import { createRouterClient } from '@orpc/server'
import type { LabClient } from '../../contract/router.ts'
import { createLab, type Lab } from '../../lab/lab.ts'
import { dataFolder } from '../../lab/runs/data-folder.ts'

/** The lab in this process, and the client through which the commands speak to it: the same router as every host. */
export interface Connection {
  lab: Lab
  client: LabClient
}

export interface TerminalOptions {
  probesFolder: string
  rendererFolder: string
  version: string
}

/** Constructs the lab when the first command needs it, and ends it with the program. */
export class Terminal {
  readonly rendererFolder: string
  readonly #options: TerminalOptions
  #connection: Promise<Connection> | null = null

  constructor(options: TerminalOptions) {
    this.#options = options
    this.rendererFolder = options.rendererFolder
  }

  /** `host` is what stored runs name as the host they were made in. */
  connect(host: 'terminal' | 'browser' = 'terminal'): Promise<Connection> {
    this.#connection ??= this.#construct(host)
    return this.#connection
  }

  async close(): Promise<void> {
    if (this.#connection) await (await this.#connection).lab.close()
  }

  async #construct(host: string): Promise<Connection> {
    const lab = await createLab({
      dataFolder: dataFolder(),
      probesFolder: this.#options.probesFolder,
      program: { name: 'threadlab', version: this.#options.version, host },
    })
    return { lab, client: createRouterClient(lab.router) }
  }
}
