import { describe, expect, it } from 'vitest'
import { parseCacheSize } from './caches.ts'
import { measureClock } from './clock.ts'
import { parseResourceLimit } from './limits.ts'
import { parseLoadAverage } from './load.ts'
import { parseMemInfo } from './memory.ts'
import { parseOsRelease } from './operating-system.ts'
import { chosenWord, parsePageSize } from './pages.ts'
import { parseAllowedCpus } from './placement.ts'
import { parseReport } from './runtime.ts'

describe('/proc/self/limits', () => {
  const table = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max stack size            8388608              unlimited            bytes     ',
    'Max processes             31337                31337                processes ',
  ].join('\n')

  it('gives soft and hard limits', () => {
    expect(parseResourceLimit(table, 'Max stack size')).toEqual({ soft: 8388608, hard: 'unlimited' })
    expect(parseResourceLimit(table, 'Max processes')).toEqual({ soft: 31337, hard: 31337 })
  })

  it('gives null for a row that is missing', () => {
    expect(parseResourceLimit(table, 'Max open files')).toEqual({ soft: null, hard: null })
  })
})

describe('/proc/meminfo', () => {
  it('is in units of 1024 bytes', () => {
    const text =
      'MemTotal:       16314732 kB\nMemFree:          812344 kB\nMemAvailable:    9123456 kB\nSwapTotal:             0 kB\n'
    expect(parseMemInfo(text)).toEqual({
      totalBytes: 16314732 * 1024,
      availableBytes: 9123456 * 1024,
      swapTotalBytes: 0,
      swapFreeBytes: null,
    })
  })
})

describe('/proc/loadavg', () => {
  it('gives averages, running tasks and all tasks', () => {
    expect(parseLoadAverage('0.20 0.18 0.12 1/80 11206')).toEqual({
      averages: { oneMinute: 0.2, fiveMinutes: 0.18, fifteenMinutes: 0.12 },
      runningTasks: 1,
      tasks: 80,
    })
    expect(parseLoadAverage('')).toBeNull()
  })
})

describe('the auxiliary vector', () => {
  it('gives the page size in the word of the architecture', () => {
    const wide = new BigUint64Array([33n, 0x7fff0000n, 6n, 65536n, 0n, 0n])
    expect(parsePageSize(new Uint8Array(wide.buffer), { bytes: 8, littleEndian: true })).toBe(65536)
    const narrow = new Uint32Array([33, 0x7fff0000, 6, 4096, 0, 0])
    expect(parsePageSize(new Uint8Array(narrow.buffer), { bytes: 4, littleEndian: true })).toBe(4096)
  })

  it('gives null when it is cut short', () => {
    expect(parsePageSize(new Uint8Array([6, 0, 0, 0, 0, 0, 0, 0, 0, 16]), { bytes: 8, littleEndian: true })).toBeNull()
  })
})

it('finds the choice in force among the huge-page settings', () => {
  expect(chosenWord('always defer defer+madvise [madvise] never')).toBe('madvise')
  expect(chosenWord('always')).toBeNull()
})

it('reads the size of a cache', () => {
  expect(parseCacheSize('1280K')).toBe(1280 * 1024)
  expect(parseCacheSize('32M')).toBe(32 * 2 ** 20)
  expect(parseCacheSize('big')).toBeNull()
})

it('reads the CPUs we may run on', () => {
  expect(parseAllowedCpus('Name:\tnode\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2\nMems_allowed_list:\t0\n')).toEqual([
    0, 2,
  ])
  expect(parseAllowedCpus('')).toBeNull()
})

it('reads the distribution’s name with and without quotes', () => {
  expect(parseOsRelease('ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe(
    'Debian GNU/Linux 12 (bookworm)',
  )
  expect(parseOsRelease('PRETTY_NAME=Alpine\n')).toBe('Alpine')
  expect(parseOsRelease('NAME=Linux\n')).toBeNull()
})

describe('Node’s diagnostic report', () => {
  it('gives the C library and the limits', () => {
    const report = {
      header: { glibcVersionRuntime: '2.36' },
      sharedObjects: ['/lib/libc.so.6'],
      userLimits: { open_files: { soft: 1024, hard: 'unlimited' }, max_user_processes: { soft: '?', hard: 5 } },
    }
    expect(parseReport(report)).toEqual({
      libc: { name: 'glibc', version: '2.36' },
      userTasks: { soft: null, hard: 5 },
      openFiles: { soft: 1024, hard: 'unlimited' },
      stackBytes: { soft: null, hard: null },
    })
  })

  it('knows musl by its loader, and no C library on other systems', () => {
    expect(parseReport({ header: {}, sharedObjects: ['/lib/ld-musl-x86_64.so.1'] })?.libc).toEqual({
      name: 'musl',
      version: null,
    })
    expect(parseReport({ header: {}, sharedObjects: ['/usr/lib/libSystem.B.dylib'] })?.libc).toBeNull()
    expect(parseReport('nothing')).toBeNull()
  })
})

describe('the clock', () => {
  it('shows its step and the cost of a reading', () => {
    let now = 0n
    const clock = measureClock(() => (now += 40n))
    expect(clock).toEqual({ resolutionNs: 40, readingNs: 40 })
  })

  it('shows a step that is longer than a reading', () => {
    let readings = 0
    const clock = measureClock(() => BigInt(Math.floor(readings++ / 50)) * 1000n)
    expect(clock.resolutionNs).toBe(1000)
    expect(clock.readingNs).toBeLessThan(50)
  })

  it('says nothing about a clock that stands still', () => {
    expect(measureClock(() => 7n)).toEqual({ resolutionNs: null, readingNs: null })
  })
})
