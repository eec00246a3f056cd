import { describe, expect, it } from 'vitest'
import { limitsOf, type Circumstances } from './limits.ts'

const good: Circumstances = {
  reader: 'native',
  followed: 1000,
  kept: 1000,
  full: false,
  hiddenProcesses: 0,
  listsOwnOnly: false,
  hiddenWaits: false,
  hertz: 10,
  reached: 9.9,
  platform: 'linux',
}

describe('limits', () => {
  it('are none where everything is as it should be, also before the rate is known', () => {
    expect(limitsOf(good)).toEqual([])
    expect(limitsOf({ ...good, reached: null })).toEqual([])
    expect(limitsOf({ ...good, reached: 8 })).toEqual([])
  })

  it.each<[Partial<Circumstances>, string, RegExp]>([
    [{ reader: 'javascript' }, 'no-native-sampler', /npm run build:probes/],
    [{ kept: 512 }, 'descriptors', /1,000 threads only 512/],
    [{ reached: 7.94 }, 'rate', /7\.9 samples a second .* 10 asked/],
    [{ hiddenProcesses: 1 }, 'hidden-processes', /^1 process exists/],
    [{ hiddenProcesses: 1200 }, 'hidden-processes', /^1,200 processes exist/],
    [{ listsOwnOnly: true }, 'hidden-processes', /hidepid/],
    [{ hiddenWaits: true }, 'wait-channels', /hidden by the kernel/],
    [{ full: true }, 'too-many-threads', /1,000 threads are followed/],
    [{ reader: 'system', platform: 'darwin', reached: 0.5 }, 'unsupported', /only Linux has it/],
    [{ reader: 'system', platform: 'win32' }, 'unsupported', /only Linux has.*Windows tells no states/],
    [{ reader: 'system', kept: 0 }, 'unsupported', /^This Linux keeps no \/proc\/<pid>\/schedstat(?!.*only Linux)/],
  ])('%j is %s', (circumstances, id, sentence) => {
    expect(limitsOf({ ...good, ...circumstances })).toEqual([{ id, message: expect.stringMatching(sentence) }])
  })
})
