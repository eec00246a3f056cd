import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWorkload } from './parse-workload.ts'
import type { TaskPlan, Workload } from './workload.ts'

function read(text: string): Workload {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(mistakes(text).join('\n'))
  return parsed.workload
}

/** Each error as `line:column: message`. */
function mistakes(text: string): string[] {
  const parsed = parseWorkload(text)
  return parsed.ok ? [] : parsed.errors.map(({ line, column, message }) => `${line}:${column}: ${message}`)
}

/** The only task of a process with this head and body. */
function task(head: string, body = ''): TaskPlan {
  const [only] = read(`process p { thread ${head} { ${body} } }`).tasks
  if (!only) throw new Error('no task')
  return only
}

describe('the text of a workload', () => {
  it('names processes, threads and what they share', () => {
    const text = `
      // a comment, and # another
      mutex m   # here too
      channel jobs 4; rwlock table
      condition ready
      process web {
        thread a { compute 3 ms; io 5 ms
                   lock m; wait ready m; unlock m }
        thread b at 2 ms nice -5 tickets 50 on 0,2-3 set 64 KiB {
          repeat 10 { send jobs
            receive jobs }
          read-lock table; read-unlock table; write-lock table; write-unlock table
          signal ready
          yield; exit
        }
      }
      process db { thread c spawned { compute 1 ms }  thread d { spawn c } }`
    expect(read(text)).toEqual({
      processes: [{ name: 'web' }, { name: 'db' }],
      mutexes: ['m'],
      rwlocks: ['table'],
      conditions: ['ready'],
      channels: [{ name: 'jobs', capacity: 4 }],
      tasks: [
        {
          ...{ name: 'a', process: 0, arrival: 0, nice: 0, tickets: 100, affinity: null, workingSetKiB: 0 },
          program: [
            { do: 'compute', for: 3_000_000 },
            { do: 'io', for: 5_000_000 },
            { do: 'lock', mutex: 0 },
            { do: 'wait', condition: 0, mutex: 0 },
            { do: 'unlock', mutex: 0 },
          ],
        },
        {
          ...{
            name: 'b',
            process: 0,
            arrival: 2_000_000,
            nice: -5,
            tickets: 50,
            affinity: [0, 2, 3],
            workingSetKiB: 64,
          },
          program: [
            {
              do: 'repeat',
              times: 10,
              body: [
                { do: 'send', channel: 0 },
                { do: 'receive', channel: 0 },
              ],
            },
            { do: 'read-lock', rwlock: 0 },
            { do: 'read-unlock', rwlock: 0 },
            { do: 'write-lock', rwlock: 0 },
            { do: 'write-unlock', rwlock: 0 },
            { do: 'signal', condition: 0 },
            { do: 'yield' },
            { do: 'exit' },
          ],
        },
        expect.objectContaining({ name: 'c', process: 1, arrival: null }),
        expect.objectContaining({ name: 'd', process: 1, program: [{ do: 'spawn', task: 2 }] }),
      ],
    })
  })

  it.each([
    ['1 ns', 1],
    ['1.5us', 1500],
    ['1.1 µs', 1100],
    ['1.1 μs', 1100],
    ['0.1 ms', 100_000],
    ['2.500000 ms', 2_500_000],
    ['1.000000001 s', 1_000_000_001],
    ['86400 s', 86_400e9],
  ])('takes %s exactly', (written, exact) =>
    expect(task('a', `compute ${written}`).program).toEqual([{ do: 'compute', for: exact }]),
  )

  it.each(['d ×3', 'd x3', 'd x 3', 'd × 3'])('makes three threads of “%s”', (head) => {
    const { tasks } = read(`process p { thread ${head} nice 2 { compute 1 ms } }`)
    expect(tasks.map(({ name, nice }) => [name, nice])).toEqual([
      ['d1', 2],
      ['d2', 2],
      ['d3', 2],
    ])
  })

  it('spawns all copies of a thread by their common name, or one by its own', () => {
    const text = (spawns: string): Workload =>
      read(`process p { thread a { ${spawns} } thread d ×3 spawned { compute 1 ms } }`)
    expect(text('spawn d').tasks[0]?.program).toEqual([1, 2, 3].map((task) => ({ do: 'spawn', task })))
    expect(text('spawn d3; spawn d1; spawn d2').tasks[0]?.program).toEqual(
      [3, 1, 2].map((task) => ({ do: 'spawn', task })),
    )
  })

  it('goes on with a process that is named again', () => {
    const { processes, tasks } = read('process p { thread a { } }\nprocess q { }\nprocess p { thread b { } }')
    expect(processes).toEqual([{ name: 'p' }, { name: 'q' }])
    expect(tasks.map(({ name, process }) => [name, process])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
  })

  it('is as the guide has it', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/model/simulator.md'), 'utf8')
    const [, example = ''] = /```\n([^`]+)```/.exec(guide) ?? []
    expect(read(example).tasks.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd1', 'd2', 'd3'])
  })

  it('gives memory in KiB or MiB', () => {
    expect(task('a set 3 KiB').workingSetKiB).toBe(3)
    expect(task('a set 2 MiB').workingSetKiB).toBe(2048)
  })

  it('may be written as it comes: on one line, with Windows line ends, with a byte order mark', () => {
    expect(read('\ufeffprocess p {\r\n thread a\r\n {\r\n compute 1 ms\r\n }\r\n }')).toEqual(
      read('process p{thread a{compute 1ms}}'),
    )
  })
})

describe('a mistake in a workload', () => {
  const inThread = (body: string): string => `mutex m\nrwlock t\nchannel c 1\nprocess p {\n  thread a { ${body} }\n}`

  it.each([
    ['', '1:1: A workload needs a process with at least one thread.'],
    ['process p {}', '1:1: A workload needs a process with at least one thread.'],
    ['proces p { thread a { } }', '1:1: “proces” begins nothing here; did you mean “process”?'],
    ['banana', '1:1: Expected mutex, rwlock, condition, channel or process, and found “banana”.'],
    ['}', '1:1: Expected mutex, rwlock, condition, channel or process, and found “}”.'],
    ['process { thread a { } }', '1:9: Expected the name of the process, and found “{”.'],
    ['process p', '1:10: Expected { and the threads of the process, and found the end of the text.'],
    ['process p { compute 1 ms }', '1:13: Expected thread, and found “compute”.'],
    [
      'process p { thread a { compute 1 ms }',
      '1:38: Expected } after the threads of the process, and found the end of the text.',
    ],
    [
      'process p { thread a { compute 1 ms',
      '1:36: Expected } after the last operation, and found the end of the text.',
    ],
    ['mutex m n', '1:9: Expected a new line or a semicolon, and found “n”.'],
    [
      'channel c',
      '1:10: Expected how many messages the channel holds, from 1 to 1,000, and found the end of the text.',
    ],
    ['channel c 0', '1:11: Expected how many messages the channel holds, a whole number from 1 to 1,000, and found 0.'],
    ['process p { thread a { } } €', '1:28: “€” has no meaning in a workload.'],
    ['process p { thread a { } } \u0007', '1:28: The character U+0007 has no meaning in a workload.'],
    ['process p { thread a nise 3 { } }', '1:22: “nise” says nothing of a thread; did you mean “nice”?'],
    ['process p { thread a nice 20 { } }', '1:27: Expected a nice value, a whole number from -20 to 19, and found 20.'],
    ['process p { thread a nice 1 nice 2 { } }', '1:29: “nice” was already said of this thread.'],
    ['process p { thread a at 1 ms spawned { } }', /^1:30: A thread either arrives .* or is spawned/],
    ['process p { thread a on 3-1 { } }', '1:25: Cores 3 to 1 are no range within 0 to 63.'],
    ['process p { thread a on 64 { } }', /^1:25: Expected the number of a core, .* found 64\.$/],
    [
      'process p { thread a ×1001 { } }',
      '1:23: Expected a number of threads, a whole number from 1 to 1,000, and found 1001.',
    ],
    ['process p { thread a x0 { } }', '1:22: Expected a number of threads, from 1 to 1,000, and found 0.'],
    ['process p { thread a { }\nthread a { } }', '2:8: a is already the name of a thread (line 1).'],
    ['process p { thread d ×2 { }\nthread d2 { } }', '2:8: d2 is already the name of a thread (line 1).'],
    ['mutex m\nrwlock m', '2:8: m is already the name of a mutex (line 1).'],
    ['process p { thread a { spawn b } }', '1:30: There is no thread b; did you mean “a”?'],
    ['process p { thread a { spawn b }\nthread b { } }', /^1:30: Thread b arrives by itself; .*“spawned”.* line 2\.$/],
    [
      'process p { thread a { repeat 2 { spawn b } }\nthread b spawned { } }',
      /^1:41: Thread b would be spawned more than once/,
    ],
    [
      'process p { thread a { spawn b; spawn b }\nthread b spawned { } }',
      /^1:39: Thread b is already spawned in line 1/,
    ],
    ['process p { thread a { }\nthread b spawned { } }', /^2:8: Thread b waits to be spawned, .*“spawn b”/],
    ['process p { thread a { } thread b spawned { spawn c }\nthread c spawned { spawn b } }', /^1:33: Thread b waits/],
    [`process ${'p'.repeat(41)} { thread a { } }`, '1:9: A name may have 40 characters; this one has 41.'],
  ])('in %j is told where it stands', (text, told) => {
    const [first = ''] = mistakes(text)
    if (typeof told === 'string') expect(first).toBe(told)
    else expect(first).toMatch(told)
  })

  it.each([
    ['computee 1 ms', '5:14: “computee” is no operation; did you mean “compute”?'],
    ['banana', /^5:14: “banana” is no operation; there are compute, io, lock, .*, repeat\.$/],
    ['5 ms', '5:14: Expected an operation, and found “5”.'],
    ['compute', '5:22: Expected how long to compute as a number with ns, µs (or us), ms or s, and found “}”.'],
    ['compute 5', '5:24: Expected ns, µs (or us), ms or s after 5, and found “}”.'],
    ['compute 5 minutes', '5:24: Expected ns, µs (or us), ms or s after 5, and found “minutes”.'],
    ['compute 0.5 ns', '5:22: Times are whole nanoseconds; 0.5 ns is not.'],
    ['compute 0 ms', '5:22: Expected how long to compute from 1 ns to 86400 s, and found 0 ms.'],
    ['io -1 ms', '5:17: Expected how long to wait for the device from 1 ns to 86400 s, and found -1 ms.'],
    ['compute 86401 s', /^5:22: Expected .* found 86401 s\.$/],
    ['compute 1 ms io 1 ms', '5:27: Expected a semicolon or a new line before the next operation, and found “io”.'],
    ['lock', '5:19: Expected the name of a mutex, and found “}”.'],
    ['lock n', '5:19: There is no mutex n; did you mean “m”?'],
    ['lock c', '5:19: Expected the name of a mutex; c is a channel (line 3).'],
    ['unlock m', '5:21: Thread a does not hold m here; “unlock” needs a “lock” before it.'],
    ['lock m; lock m', '5:27: Thread a already holds m here and would wait for itself.'],
    ['repeat 2 { lock m }', '5:30: Thread a already holds m here and would wait for itself.'],
    [
      'read-lock t; write-unlock t',
      '5:40: Thread a does not hold t here; “write-unlock” needs a “write-lock” before it.',
    ],
    ['repeat 0 { yield }', '5:21: Expected how many times to repeat, a whole number from 1 to 1,000,000, and found 0.'],
    ['repeat 1.5 { yield }', /^5:21: Expected how many times/],
    ['repeat { yield }', /^5:21: Expected how many times to repeat, from 1 to 1,000,000, and found “{”\.$/],
    ['repeat 3 yield', '5:23: Expected { and the operations to repeat, and found “yield”.'],
    ['repeat 3 { }', '5:14: There is no operation to repeat between the braces.'],
    ['repeat 1000000 { compute 86400 s }', '5:10: From here on all threads together take more than 30 days.'],
  ])('in the operations %j is told where it stands', (body, told) => {
    const [first = ''] = mistakes(inThread(body))
    if (typeof told === 'string') expect(first).toBe(told)
    else expect(first).toMatch(told)
  })

  it('does not hide the next one', () => {
    expect(
      mistakes(inThread('computee 1 ms; io 1 min\nlok m\n io 1 ms')).map((one) => one.split(':', 2).join(':')),
    ).toEqual(['5:14', '5:34', '6:1'])
  })

  it('leads to no more than 20 errors', () => expect(mistakes('?\n'.repeat(5000))).toHaveLength(20))

  it.each([
    ['a word where none belongs', '~ { }'],
    ['an operation', 'process p { thread a { ~ } }'],
    ['a unit', 'process p { thread a { compute 3 ~ } }'],
    ['a time', `process p { thread a { compute ${'9'.repeat(50_000)} ms } }`],
    ['a number with a unit that is missing', `process p { thread a { compute ${'9'.repeat(50_000)} } }`],
    ['a number that is too large', `process p { thread a nice ${'9'.repeat(50_000)} { } }`],
  ])('does not repeat %s of 50,000 characters whole', (_, text) => {
    const [message = ''] = mistakes(text.replace('~', 'w'.repeat(50_000)))
    expect(message.length).toBeGreaterThan(0)
    expect(message.length).toBeLessThan(300)
    expect(message).toMatch(/w{29}…|9{29}…/)
  })

  it('is too much of something', () => {
    expect(mistakes(' '.repeat(100_001))[0]).toMatch(
      /^1:1: A workload may have 100,000 characters; this one has 100,001\.$/,
    )
    const many = (count: number, one: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => one(i)).join('\n')
    expect(mistakes(many(65, (i) => `process p${i} { thread t${i} { } }`))[0]).toMatch(
      /may have 64 processes; this one has 65/,
    )
    expect(mistakes(`process p { thread a x999 { } thread b x2 { } }`)[0]).toMatch(
      /may have 1,000 threads; this one has 1,001/,
    )
  })

  it.each([
    ['left open', 10_000, ''],
    ['closed', 9_000, '}'],
  ])('is told once where thousands of repetitions stand in each other, %s', (_, deep, close) => {
    const text = inThread('repeat 1{'.repeat(deep) + 'yield' + close.repeat(deep))
    expect(mistakes(close === '' ? text.slice(0, text.indexOf('yield')) : text)).toEqual([
      '5:158: Repetitions may stand 16 deep in each other.',
    ])
  })

  it('is told once where everything is left open', () => {
    expect(mistakes('process p { thread a { repeat 2 { repeat 3 { yield')).toEqual([
      '1:51: Expected } after the last operation, and found the end of the text.',
    ])
  })

  it('is not seen where a lock is held at an exit, or given back in every repetition', () => {
    expect(mistakes(inThread('lock m; exit; lock m'))).toEqual([])
    expect(mistakes(inThread('repeat 3 { lock m; repeat 2 { compute 1 ns }; unlock m }; lock m'))).toEqual([])
  })
})

describe('parseWorkload', () => {
  it('answers whatever the text is, and every error lies in it', () => {
    const piece = fc.constantFrom(
      ...['process', 'thread', 'mutex', 'channel', 'p', 'a', 'm', '{', '}', ';', '\n', ',', '×', 'x2', '3', '-1', 'ms'],
      ...[
        'compute',
        'io',
        'lock',
        'repeat',
        'spawn',
        'spawned',
        'at',
        'nice',
        'on',
        'set',
        '//',
        '#',
        '€',
        '\ud800',
        ' ',
      ],
    )
    const likely = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' '))
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseWorkload(text)
        const lines = text.split('\n')
        if (parsed.ok) return
        expect(parsed.errors.length).toBeGreaterThan(0)
        for (const { line, column, message } of parsed.errors) {
          expect(message).toMatch(/\S\.$|\?$/)
          expect([...(lines[line - 1] ?? '')].length).toBeGreaterThanOrEqual(column - 1)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
