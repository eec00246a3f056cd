import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

let threadprobe = ''
const PERIOD_NS = 150e6
const fairShare = (nice: string, ...more: string[]): string[] => [
  ...[threadprobe, 'fair-share', '--nice', nice, '--period-ms', '150', ...more],
]

function repetitionOf(nice: string, series = 'threads'): ProbeSamples {
  const { status, stderr, lines } = runToEnd(fairShare(nice), `block ${series} 1\n`)
  expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
  const [samples] = samplesOf(lines)
  if (!samples) throw new Error('no samples')
  expect(samples.stopped).toBeUndefined()
  return samples
}

const figures = ({ values }: ProbeSamples, name: string): number[] => values[name] ?? []
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** A command line before which CAP_SYS_NICE is lost; null where there is no way to lose it. */
function withoutPrivilege(): string[] | null {
  if (process.getuid?.() !== 0) return []
  const command = ['setpriv', '--bounding-set', '-sys_nice', '--inh-caps', '-sys_nice']
  return spawnSync('setpriv', [...command.slice(1), 'true']).status === 0 ? command : null
}

describe.runIf(canBuild)('threadprobe fair-share', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('gives threads that share one core no more than it has, and each what the kernel accounts for', () => {
    const samples = repetitionOf('0,0,5')
    const cpu = figures(samples, 'cpu')
    expect(cpu).toHaveLength(3)
    expect(sum(cpu)).toBeLessThan(PERIOD_NS * 1.02)
    expect(samples.counts).toMatchObject({ repetitions: 1, wrongNice: 0 })
    const counted = samples.values['counted']
    cpu.forEach((own, i) => {
      expect(own).toBeGreaterThan(0)
      if (counted) expect(Math.abs(own - (counted[i] ?? 0))).toBeLessThan(own * 0.01 + 1e6)
    })
  })

  it('gives the thread of greater weight more, with less delay', () => {
    const samples = repetitionOf('0,15')
    const [heavy = 0, light = 0] = figures(samples, 'cpu')
    expect(heavy).toBeGreaterThan(light)
    const { delay } = samples.values
    if (delay) expect(delay[1]).toBeGreaterThan(delay[0] ?? 0)
  })

  it('records who had the core when it is asked to, and only then', () => {
    expect(repetitionOf('0,5').timeline).toBeUndefined()
    const samples = repetitionOf('0,5', 'recorded')
    const { task = [], core = [], from = [], to = [], source } = samples.timeline ?? {}
    expect(new Set(task)).toEqual(new Set([0, 1]))
    expect(new Set(core).size).toBe(1)
    if (source !== 'kernel') return
    from.forEach((start, i) => {
      expect(to[i]).toBeGreaterThan(start)
      if (i > 0) expect(start).toBeGreaterThanOrEqual(to[i - 1] ?? 0)
    })
    // As many turns as the threads' own switches say, less the one after the period in which a thread finds that it is over.
    const turns = figures(samples, 'turns')
    const recorded = [0, 1].map((one) => task.filter((own, i) => own === one && (from[i] ?? 0) < PERIOD_NS).length)
    if (samples.counts['lostRecords'] === 0) {
      recorded.forEach((count, i) => expect(Math.abs(count - (turns[i] ?? 0))).toBeLessThanOrEqual(1))
    }
  })

  it('repeats a contest as often as it is asked to', () => {
    const { lines } = runToEnd(
      [threadprobe, 'fair-share', '--nice', '0,0,0,0,0,0,0,0', '--period-ms', '10'],
      'block threads 1\n'.repeat(10),
    )
    expect(samplesOf(lines).map(({ values }) => values['cpu']?.length)).toEqual(Array.from({ length: 10 }, () => 8))
  })

  const unprivileged = withoutPrivilege()
  it.runIf(unprivileged !== null)('is refused a nice value below 0 by the kernel, and says with which errno', () => {
    const { status, lines } = runToEnd([...(unprivileged ?? []), ...fairShare('-5,0')], 'block threads 1\n')
    expect(status).toBe(PROBE_EXIT.done)
    expect(samplesOf(lines)[0]?.stopped).toMatchObject({ call: 'setpriority', errno: 'EACCES' })
  })

  it.runIf(unprivileged !== null && runs('nice', 'true'))(
    'does not measure from a nice value that it inherited',
    () => {
      const { status, lines } = runToEnd([...(unprivileged ?? []), 'nice', '-n', '3', ...fairShare('5,10')])
      expect(status).toBe(PROBE_EXIT.failed)
      expect(lines).toContainEqual(
        expect.objectContaining({ type: 'error', what: 'setpriority: Permission denied', errno: 'EACCES' }),
      )
    },
  )

  it.each([
    ['one thread', '0'],
    ['nine threads', '0,0,0,0,0,0,0,0,0'],
    ['a nice value that there is not', '0,20'],
    ['what is no number', '0,x'],
    ['a list without end', '0,'.repeat(200)],
    ['nothing', ''],
  ])('refuses %s', (_, nice) => {
    const { status, lines } = runToEnd(fairShare(nice))
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([
      expect.objectContaining({
        type: 'error',
        advice: expect.stringContaining('2 to 8 whole numbers from -20 to 19'),
      }),
    ])
  })

  it('refuses a core that it may not run on, and too long a period', () => {
    expect(runToEnd(fairShare('0,0', '--core', '9999')).status).toBe(PROBE_EXIT.usage)
    expect(runToEnd([threadprobe, 'fair-share', '--period-ms', '5001']).status).toBe(PROBE_EXIT.usage)
  })

  it('is over with all its threads when it is killed in the midst of a period', async () => {
    const probe = new Running([threadprobe, 'fair-share', '--nice', '0,5', '--period-ms', '5000'])
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write('block threads 1\n')
    probe.child.kill('SIGKILL')
    await probe.ended
    expect(listProcesses().filter((task) => task.pid === pid && task.state !== 'Z')).toEqual([])
  })
})
