import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** A file of the built window, or the sentence that it is not there. */
export interface WindowAnswer {
  status: 200 | 404
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
}

/** What the build puts into the window's folder; a file of another kind is not served. */
const MEDIA_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** A file or folder name: no separator of any system, no leading dot, so neither `..` nor a hidden file. */
const NAME = /^[A-Za-z0-9_@-][A-Za-z0-9_@.-]*$/

/** Reads the file that a URL's path names, `index.html` for `/`. Nothing outside the folder can be named. */
export async function readWindowFile(folder: string, urlPath: string): Promise<WindowAnswer> {
  const names = namesOf(urlPath)
  const mediaType = MEDIA_TYPES[extname(names?.at(-1) ?? '')]
  if (!names || !mediaType) return notFound('There is no such file.')
  try {
    const body = new Uint8Array(await readFile(join(folder, ...names)))
    return { status: 200, headers: { 'Content-Type': mediaType, 'Cache-Control': keeping(names) }, body }
  } catch {
    const isPage = names.length === 1 && names[0] === 'index.html'
    return notFound(isPage ? 'The window is not built; run npm run build.' : 'There is no such file.')
  }
}

function namesOf(urlPath: string): string[] | null {
  if (urlPath === '/') return ['index.html']
  const names = urlPath.slice(1).split('/')
  return urlPath.startsWith('/') && names.every((name) => NAME.test(name)) ? names : null
}

/** The build names assets after their content, so they may be kept; the page that names them may not. */
function keeping(names: readonly string[]): string {
  return names[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'no-store'
}

function notFound(sentence: string): WindowAnswer {
  return {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    body: new TextEncoder().encode(`${sentence}\n`),
  }
}
