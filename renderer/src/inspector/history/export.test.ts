import { describe, expect, it } from 'vitest'
import { historyAsCsv, historyAsJsonLines } from './export-history.ts'
import { tableAsCsv, tableAsJson } from './export-table.ts'
import { FrameHistory } from './frame-history.ts'
import { madeFrame, madeThread } from './made-frames.ts'

const FACTS = { target: 'process 100', samplesPerSecond: 10 }
const START = Date.parse('2026-11-24T04:30:00.000Z')

function madeHistory(): FrameHistory {
  const history = new FrameHistory({ seconds: 300, bytes: 1e7 })
  const threads = [madeThread(0, { name: '=HYPERLINK("x")' }), madeThread(1, { name: 'calm, "quoted"' })]
  history.add(madeFrame(START, { threads, waits: ['do_poll'] }, [[0, { wait: -2 }], [1, { wait: 0 }]])) // prettier-ignore
  history.add(madeFrame(START + 100, {}, [[0, { state: 'running', ran: 99.123456789, cpu: 0.5, voluntary: 3 }]]))
  history.add(madeFrame(START + 5000, { gone: [1] }, [[0, {}]]))
  return history
}

describe('the table of one moment', () => {
  it('says in every line what it is, when, of whom and how often', () => {
    const lines = tableAsCsv(madeHistory().tableAt(START + 100), FACTS).split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain('time,source,followed,samples_per_second,pid,tid,')
    expect(lines[1]).toContain('2026-11-24T04:30:00.100Z,"MEASURED, sampled",process 100,10,100,100,1,"\'=HYPERLINK')
    expect(lines[1]).toContain(',running,0,99.1235,50,0,3,,0,,no,')
  })

  it('tells what is hidden and what is not known from zero', () => {
    const { threads } = JSON.parse(tableAsJson(madeHistory().tableAt(START), FACTS))
    expect(threads).toHaveLength(2)
    expect(threads[0]).toMatchObject({ wait_channel: null, wait_channel_is_hidden: 'yes' })
    expect(threads[1]).toMatchObject({ wait_channel: 'do_poll', voluntary_switches_per_s: null })
  })

  it('leaves out what another system than Linux does not tell', () => {
    const history = new FrameHistory({ seconds: 300, bytes: 1e7 })
    const unknown = { core: -1, delay: -1, migrations: -1 }
    history.add(madeFrame(START, { threads: [madeThread(0, { policy: -1 })] }, [[0, unknown]]))
    const { threads } = JSON.parse(tableAsJson(history.tableAt(START), FACTS))
    const nothing = { core_last: null, run_queue_delay_ms_per_s: null, migrations_at_least: null, policy: null }
    expect(threads[0]).toMatchObject(nothing)
  })
})

describe('the whole history', () => {
  it('has a line wherever a thread changed, where it ended, and where nothing was sampled', () => {
    const lines = [...historyAsJsonLines(madeHistory().tell(), new Set([0, 1]), FACTS)].map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ schema: 'threadlab.inspection-history/1', source: 'MEASURED, sampled' })
    expect(lines.slice(1).map(({ what, tid, covers_ms }) => [what, tid, covers_ms])).toEqual([
      ['figures', 100, 0],
      ['figures', 101, 0],
      ['figures', 100, 100],
      ['not-sampled', undefined, 4800],
      ['figures', 100, 100],
      ['ended', 101, 100],
    ])
  })

  it('leaves out the threads that are not shown', () => {
    const text = [...historyAsCsv(madeHistory().tell(), new Set([1]), FACTS)].join('')
    expect(text).not.toContain('HYPERLINK')
    expect(text.split('\r\n').filter((line) => line.includes('calm'))).toHaveLength(2)
  })
})
