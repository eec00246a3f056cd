import { describe, expect, it } from 'vitest'
import { aloneSeries, asCondition, batchFor, PLAIN_SWITCH, ringSettings } from './conditions.ts'
import { SERIES } from './series.ts'

const every = SERIES.map(({ id }) => id)
const parameters = {
  placement: ['free', 'one-core', 'other-core'],
  'working-set-kib': [8192, 0, 64],
  ring: [12, 2],
}

describe('the settings of a run', () => {
  const settings = ringSettings(parameters, every)
  const named = settings.map(({ placement, workingSetKiB, ring, series }) => [
    `${placement} ${workingSetKiB} ${ring}`,
    series.length,
  ])

  it('vary one thing at a time, and have one probe for what is the same', () => {
    expect(named).toEqual([
      ['one-core 0 2', 8],
      ['other-core 0 2', 6],
      ['free 0 2', 6],
      ['one-core 64 2', 2],
      ['one-core 8192 2', 2],
      ['one-core 0 12', 2],
    ])
  })

  it('begin with the one that others are put into proportion to', () => {
    const [first] = settings
    expect(first && asCondition(first)).toEqual(PLAIN_SWITCH)
  })

  it('name a handover across cores a wake-up, never a switch', () => {
    const across = settings.filter(({ placement }) => placement === 'other-core')
    expect(across.map((one) => asCondition(one)['handover'])).toEqual(['wake-up'])
  })

  it('leave out what no chosen series is measured in', () => {
    expect(ringSettings(parameters, ['futex-threads']).map(({ workingSetKiB }) => workingSetKiB)).toEqual([0, 0, 0])
    expect(ringSettings({ ...parameters, 'working-set-kib': [64] }, ['futex-threads'])).toEqual([])
    expect(ringSettings(parameters, ['pipe-alone'])).toEqual([])
  })
})

describe('the calls alone', () => {
  it('belong to no setting', () => {
    expect(aloneSeries(every)).toEqual(['pipe-alone', 'futex-alone', 'eventfd-alone'])
    expect(aloneSeries(['pipe-threads'])).toBeNull()
  })
})

describe('the batch of a sample', () => {
  it('is a whole number of laps of every ring without a working set, and of pairs with one', () => {
    for (const ring of [2, 4, 8, 12]) expect(batchFor(0) % ring).toBe(0)
    for (const size of [16, 64, 256, 1024, 8192]) expect(batchFor(size) % 2).toBe(0)
  })

  it('shrinks as turns grow longer', () => {
    const batches = [0, 256, 1024, 8192].map(batchFor)
    expect(batches).toEqual([...batches].sort((a, b) => b - a))
  })
})
