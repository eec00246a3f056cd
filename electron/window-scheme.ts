import { protocol } from 'electron'
import { readWindowFile } from '../lab/window/window-files.ts'
import { windowPolicy } from '../lab/window/window-policy.ts'

const SCHEME = 'threadlab'
const HOST = 'lab'

/** The origin of the window, and of nothing else. */
export const WINDOW_ORIGIN = `${SCHEME}://${HOST}`

/** Has to be called before the application is ready: gives the window's scheme the rights of a web origin. */
export function declareWindowScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Serves the built window, and nothing outside its folder, at `threadlab://lab/`. */
export function serveWindow(rendererFolder: string): void {
  protocol.handle(SCHEME, async ({ url, method }) => {
    const { host, pathname } = new URL(url)
    if (host !== HOST || method !== 'GET') return new Response(null, { status: 404, headers: windowPolicy() })
    const { status, headers, body } = await readWindowFile(rendererFolder, pathname)
    return new Response(body, { status, headers: { ...windowPolicy(), ...headers } })
  })
}
