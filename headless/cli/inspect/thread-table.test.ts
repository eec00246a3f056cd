import { describe, expect, it } from 'vitest'
import type { InspectedColumns, InspectedThread, InspectorFrame } from '../../../contract/inspector.ts'
import { drawPicture } from './picture.ts'
import { csvLines, CSV_HEADER, jsonLine } from './sample-lines.ts'
import { ThreadTable } from './thread-table.ts'

function thread(row: number, name: string): InspectedThread {
  const same = { parent: 1, startedAt: 0, nice: 0, policy: 0, kernel: false, role: null }
  return { row, pid: 100, tid: 100 + row, name, ...same }
}

type Cells = { [column in keyof InspectedColumns]: number }

function frame(
  threads: readonly InspectedThread[],
  rows: readonly Partial<Cells>[],
  more: Partial<InspectorFrame> = {},
): InspectorFrame {
  const column = (name: keyof Cells, standard = 0): number[] => rows.map((row) => row[name] ?? standard)
  return {
    at: 1000,
    interval: 100,
    threads: [...threads],
    gone: [],
    columns: {
      row: column('row'),
      state: column('state'),
      core: column('core'),
      ran: column('ran'),
      cpu: column('cpu'),
      delay: column('delay'),
      voluntary: column('voluntary', -1),
      involuntary: column('involuntary', -1),
      migrations: column('migrations'),
      wait: column('wait', -1),
    },
    waits: [],
    cost: { reader: 0.01, host: 0.02 },
    limits: null,
    ended: false,
    ...more,
  }
}

function tableOf(...frames: readonly InspectorFrame[]): ThreadTable {
  const table = new ThreadTable()
  for (const one of frames) table.apply(one)
  return table
}

const first = frame(
  [thread(0, 'busy'), thread(1, 'quiet')],
  [
    { row: 0, cpu: 0.5, ran: 50, core: 1 },
    { row: 1, state: 3, wait: 0 },
  ],
  { waits: ['futex_do_wait'], limits: [{ id: 'rate', message: 'Too slow.' }] },
)

describe('the table that frames come to', () => {
  it('keeps what a later frame does not mention, and forgets who is gone', () => {
    const second = frame([], [{ row: 0, state: 2, wait: 1, voluntary: 20 }], { waits: ['do_poll'] })
    expect(tableOf(first, second).rows()).toMatchObject([
      { tid: 100, name: 'busy', state: 'sleeping', wait: 'do_poll', voluntary: 20, involuntary: null },
      { tid: 101, name: 'quiet', state: 'blocked', wait: 'futex_do_wait', waitHidden: false },
    ])
    const third = frame([], [], { gone: [0] })
    expect(
      tableOf(first, second, third)
        .rows()
        .map(({ tid }) => tid),
    ).toEqual([101])
    expect(tableOf(first, second).limits).toEqual(first.limits)
  })

  it('takes a new name of a thread, and says where the kernel hides what it waits for', () => {
    const table = tableOf(first, frame([thread(0, 'renamed')], [{ row: 0, wait: -2 }]))
    expect(table.rows()[0]).toMatchObject({ name: 'renamed', wait: null, waitHidden: true })
  })
})

describe('a sample in full', () => {
  it('is one line of JSON', () => {
    const line = jsonLine(first, tableOf(first))
    expect(line).not.toContain('\n')
    expect(JSON.parse(line)).toMatchObject({
      at: 1000,
      interval: 100,
      ended: false,
      threads: [{ ran: 50 }, { ran: 0 }],
    })
  })

  it('is a line of CSV for each thread, whatever its name is', () => {
    const odd = frame([thread(0, '=a"b,')], [{ row: 0 }])
    const [line = '', ...rest] = csvLines(odd, tableOf(odd))
    expect(rest).toEqual([])
    expect(line).toMatch(/^1000,100,100,100,1,"'=a""b,",,running,/)
    expect(line.replace(/"(?:[^"]|"")*"/, '').split(',')).toHaveLength(CSV_HEADER.split(',').length)
  })

  it('holds nothing that a terminal would obey', () => {
    const name = 'a\x1b[2J\x9b2Jb\x7f\t\r\n'
    const odd = frame([thread(0, name)], [{ row: 0, wait: 0 }], { waits: ['\x1bc'] })
    const json = jsonLine(odd, tableOf(odd))
    const lines = csvLines(odd, tableOf(odd))
    expect(lines).toHaveLength(1)
    for (const line of [json, ...lines]) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    expect(JSON.parse(json)).toMatchObject({ threads: [{ name }] })
  })

  it('leaves open what the system does not tell', () => {
    const untold = { row: 0, core: -1, delay: -1, migrations: -1 }
    const told = frame([{ ...thread(0, 'x'), nice: null, policy: -1 }], [untold], { cost: { reader: null, host: 0.1 } })
    const unknown = { core: null, delay: null, migrations: null, nice: null, policy: null }
    expect(JSON.parse(jsonLine(told, tableOf(told)))).toMatchObject({ cost: { reader: null }, threads: [unknown] })
    const [line = ''] = csvLines(told, tableOf(told))
    const names = CSV_HEADER.split(',')
    for (const name of ['core', 'delay_ms_per_s', 'migrations_at_least', 'nice', 'policy'])
      expect(line.split(',')[names.indexOf(name)]).toBe('')
  })
})

describe('the picture on a terminal', () => {
  const options = { title: 'Process 100', hertz: 10, width: 120, height: 20, nobody: 'Nobody.' }

  it('shows the busiest first, the loads of the cores, and what holds it back', () => {
    const lines = drawPicture(first, tableOf(first), options)
    const text = lines.join('\n')
    expect(text).toMatch(/2 threads in 1 process · 1 running · 1 blocked/)
    expect(text).toMatch(/core {2}0 ░{10} {3}0 % {3}core {2}1 █{5}░{5} {2}50 %/)
    expect(text).toContain('Too slow.')
    expect(lines.findIndex((line) => line.includes('busy'))).toBeLessThan(
      lines.findIndex((line) => line.includes('quiet')),
    )
  })

  it.each([
    [120, 20],
    [40, 9],
    [10, 3],
    [1, 1],
  ])('never leaves %d columns and %d lines, nor lets a name command the terminal', (width, height) => {
    const many = frame(
      Array.from({ length: 50 }, (_, row) => thread(row, '\x1b[2J\n\t名前👍e\u0301')),
      Array.from({ length: 50 }, (_, row) => ({ row })),
    )
    const title = 'Processes named \t名前'
    const lines = drawPicture(many, tableOf(many), { ...options, title, width, height })
    expect(lines.length).toBeLessThanOrEqual(height)
    for (const line of lines) {
      expect([...line].length).toBeLessThanOrEqual(width)
      expect(line).not.toMatch(/[\u0000-\u001f]/)
      // What takes two columns of a terminal, or none, would make a line longer or shorter than it is counted.
      expect(line).not.toMatch(/[\p{Script=Han}\p{Emoji_Presentation}\p{Mark}]/u)
    }
  })

  it('shows no figure for what the system does not tell', () => {
    const untold = frame([thread(0, 'x')], [{ row: 0, core: -1, delay: -1, migrations: -1, ran: 50 }], {
      cost: { reader: null, host: 0.02 },
    })
    const text = drawPicture(untold, tableOf(untold), options).join('\n')
    expect(text).not.toMatch(/-1|core /)
    expect(text).toContain('what listing the processes costs is not known')
  })

  it('says that there is nobody', () => {
    const empty = frame([], [])
    expect(drawPicture(empty, tableOf(empty), options)).toContain('Nobody.')
  })
})
