/**
 * The response headers under which the window is served, the same on the desktop and in the browser: it may load its own
 * files and nothing else, and nothing else may embed it or read from it.
 */
export function windowPolicy(connectSources: readonly string[] = []): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    ['connect-src', `'self'`, ...connectSources].join(' '),
    `font-src 'self'`,
    `worker-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}
