import { describe, expect, it } from 'vitest'
import { firstReason, isForPeople } from './first-reason.ts'

describe('firstReason', () => {
  it('names a missing library', () => {
    const text =
      '/opt/electron: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file'
    expect(firstReason(text)).toBe('the system library libnss3.so is missing')
  })

  it('finds a display that cannot be opened behind the noise', () => {
    const text = [
      '[71:1123/190000.1:ERROR:bus.cc(407)] Failed to connect to the bus: no such file',
      '[71:1123/190000.2:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY',
      '[71:1123/190000.2:ERROR:env.cc(257)] The platform failed to initialize.  Exiting.',
    ].join('\n')
    expect(firstReason(text)).toBe('the display cannot be opened')
  })

  it('says how to do without a sandbox that is not permitted', () => {
    expect(firstReason('[1:1123/1.1:FATAL:x.cc(126)] No usable sandbox! Update your kernel')).toContain('--no-sandbox')
  })

  it('takes the first sentence of an unknown error and no stack trace', () => {
    expect(firstReason('\n    at main.js:1\nthreadlab: Something unexpected failed: no disk.\n    at x (y.js:3)')).toBe(
      'Something unexpected failed: no disk',
    )
    expect(firstReason('TypeError: fetch failed\n    at node:internal')).toBe(
      'there is no connection to the download server',
    )
    expect(firstReason('[1:1123/1.1:ERROR:gpu.cc(1)] GPU lost\n')).toBe('GPU lost')
    expect(firstReason('\n')).toBeNull()
  })
})

describe('isForPeople', () => {
  it('keeps sentences and drops what Chromium logs and where errors were thrown', () => {
    const lines = ['a sentence', '', '[71:1123/190000.1:ERROR:bus.cc(407)] no bus', '    at main.js:1:7']
    expect(lines.filter(isForPeople)).toEqual(['a sentence'])
  })
})
