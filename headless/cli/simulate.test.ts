import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProgramOnTest } from '../../lab/fixture-program.ts'
import { WORKLOAD_PRESETS } from '../../model/scheduler/presets.ts'
import { POLICY_IDS } from '../../model/scheduler/schedule.ts'

let program: ProgramOnTest
const folder = mkdtempSync(join(tmpdir(), 'threadlab-workloads-'))
beforeAll(async () => {
  program = await ProgramOnTest.build()
}, 60_000)
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await program.remove()
})

async function simulate(...given: string[]): Promise<{ status: number | null; output: string; errors: string }> {
  const running = program.start('simulate', ...given)
  const { status } = await running.ended
  return { status, output: running.output.replaceAll('\u202f', ' '), errors: running.errors }
}

function file(text: string): string {
  const path = join(folder, 'workload.txt')
  writeFileSync(path, text)
  return path
}

describe('threadlab simulate', () => {
  it('prints timeline, tasks and metrics, and says that they are SIMULATED', async () => {
    const { status, output, errors } = await simulate('late-short-jobs', '--policy', 'stcf')
    expect({ status, errors }).toEqual({ status: 0, errors: '' })
    expect(output).toMatch(/^SIMULATED Short jobs that arrive late: Shortest time to completion first on 1 core/)
    // 100 ms at 0 and two of 10 ms at 10 ms: they end at 120, 20 and 30 ms, so 50 ms in the mean.
    expect(output).toMatch(/^turnaround +50\.0 ms/m)
    expect(output).toMatch(/^response +3\.33 ms/m)
    expect(output).toMatch(/^core 0 +l+s+2+l+$/m)
    expect(output).toMatch(/^l long +▒+·+▒+$/m)
    expect(output).toContain('All tasks have finished.')
  })

  it('reads a workload from a file, with the parameters of the policy and the costs that are given', async () => {
    const path = file('process p { thread a x2 { compute 3 ms } }')
    const given = ['--policy', 'rr', '--set', 'quantum=1ms', '--cost', 'switch-within=100us', '--json']
    const { output } = await simulate(path, ...given)
    const { simulated, metrics, tasks, slices } = JSON.parse(output)
    expect(simulated).toBe(true)
    // Six quanta of 1 ms, and a switch between each and the next, which the next already has the core for.
    expect(metrics).toMatchObject({ end: 6.5e6, switches: 5 })
    expect(tasks).toMatchObject([{ name: 'a1' }, { name: 'a2', response: 1e6 }])
    expect(slices.rows[0]).toEqual([0, 0, 0, 1e6, 'compute', 'quantum'])
  })

  it('takes a part of a nanosecond as what it costs to fetch a KiB again', async () => {
    const path = file('process p { thread a x2 set 1000 KiB { compute 2 ms } }')
    const given = ['--policy', 'rr', '--set', 'quantum=1ms', '--cost', 'refill-per-kib=0.5ns', '--json']
    const { output } = await simulate(path, ...given)
    // Both come back once, for 500 ns each.
    expect(JSON.parse(output).metrics.end).toBe(4_001_000)
  })

  it('writes the schedule as a trace beside the report, or with JSON', async () => {
    const path = join(folder, 'schedule.trace.json')
    const { status, output } = await simulate('late-short-jobs', '--policy', 'stcf', '--trace', path)
    expect(status).toBe(0)
    expect(output).toContain(path)
    const { otherData, traceEvents } = JSON.parse(readFileSync(path, 'utf8'))
    expect(otherData).toMatchObject({ source: 'SIMULATED', policy: 'stcf' })
    const onCore = traceEvents.filter(({ args }: { args: { ended?: string } }) => args.ended !== undefined)
    expect(onCore.reduce((sum: number, { dur }: { dur: number }) => sum + dur, 0)).toBe(120_000)
    expect(JSON.parse((await simulate('late-short-jobs', '--trace', path, '--json')).output).simulated).toBe(true)
  })

  it('says where a trace cannot be written', async () => {
    const { status, errors } = await simulate('late-short-jobs', '--trace', join(folder, 'no', 'such', 'folder'))
    expect(status).toBe(1)
    expect(errors).toMatch(/^The trace cannot be written to .*ENOENT.*Give --trace another file\.\n$/)
  })

  it('says how each policy fares, and which is best', async () => {
    const { status, output } = await simulate('long-job-first', '--compare')
    expect(status).toBe(0)
    for (const policy of POLICY_IDS) expect(output).toMatch(new RegExp(`^${policy} `, 'm'))
    expect(output).toMatch(/^sjf +\*50\.0 ms/m)
    expect(output).toMatch(/^fifo +110 ms/m)
    const { policies } = JSON.parse((await simulate('long-job-first', '--compare', '--json')).output)
    expect(policies).toHaveLength(POLICY_IDS.length)
  })

  it('explains decisions', async () => {
    const { output } = await simulate('late-short-jobs', '--policy', 'stcf', '--why', '2')
    expect(output).toMatch(/^0 ns, core 0: long\n {2}long is the only task/m)
    expect(output).toMatch(/^10\.0 ms, core 0: short1$/m)
  })

  it('tells who waits for whom in a deadlock', async () => {
    const { status, output } = await simulate('two-locks')
    expect(status).toBe(0)
    expect(output.replaceAll('\n', ' ')).toMatch(/deposit waits for mutex to, held by withdraw; withdraw waits for/)
  })

  it('draws a random workload from a seed, always the same', async () => {
    const [one, again, other] = [
      await simulate('--random', '--seed', '3'),
      await simulate('--random', '--seed', '3'),
      await simulate('--random', '--seed', '4'),
    ]
    expect(one.status).toBe(0)
    expect(again.output).toBe(one.output)
    expect(other.output).not.toBe(one.output)
  })

  it('lists presets and policies', async () => {
    const { output } = await simulate('--list')
    for (const { id } of WORKLOAD_PRESETS) expect(output).toContain(id)
    expect(JSON.parse((await simulate('--list', '--json')).output).policies).toHaveLength(POLICY_IDS.length)
  })

  it('gives every mistake in a file with its place', async () => {
    const path = file('process p {\n  thread a {\n    computee 1 ms\n    io 3\n  }\n}\n')
    const { status, output, errors } = await simulate(path)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(errors.split('\n')).toEqual([
      `${path}:3:5: “computee” is no operation; did you mean “compute”?`,
      `${path}:4:9: Expected ns, µs (or us), ms or s after 3, and found the end of the line.`,
      '',
    ])
  })

  it('takes standard input, here empty', async () => {
    expect(await simulate('-')).toMatchObject({ status: 2, errors: expect.stringMatching(/^standard input:1:1: /) })
  })

  it.each([
    [[], /Give a workload/],
    [['long-job-frist'], /neither a preset nor a file.*Did you mean “long-job-first”/],
    [['/'], /\/ cannot be read/],
    [['two-locks', '--random'], /not both/],
    [['two-locks', '--compare', '--trace', 'x'], /--compare or --trace, not both/],
    [['two-locks', '--policy', 'cfs'], /fifo, sjf/],
    [['two-locks', '--cores', '65'], /--cores a whole number from 1 to 64/],
    [['two-locks', '--queues', 'two'], /“one” or “per-core”/],
    [['two-locks', '--seed', '-1'], /--seed/],
    [['two-locks', '--why', 'x'], /--why/],
    [['two-locks', '--set', 'quantum'], /name=value/],
    [['two-locks', '--policy', 'rr', '--set', 'quantun=1ms'], /no parameter “quantun”. Did you mean “quantum”/],
    [['two-locks', '--policy', 'rr', '--set', 'quantum=5'], /quantum takes 1µs to 3600s.*cannot be “5”/],
    [['two-locks', '--policy', 'fifo', '--set', 'quantum=5ms'], /fifo has no parameter “quantum”. It has none/],
    [['two-locks', '--compare', '--set', 'spoon=5'], /No policy has a parameter “spoon”/],
    [['two-locks', '--cost', 'spoon=1us'], /no cost “spoon”.*switch-within/],
    [['two-locks', '--cost', 'migration=2s'], /migration takes 0 to 1s/],
    [['two-locks', '--cost', 'migration=0.5ns'], /migration takes 0 to 1s.*cannot be “0\.5ns”/],
    [['two-locks', '--cost', 'refill-per-kib=2s'], /refill-per-kib takes 0 to 1s/],
    [['two-locks', '--cost', 'constructor=1us'], /no cost “constructor”.*switch-within/],
    [['two-locks', '--compare', '--policy', 'rr'], /--compare runs every policy.*leave --policy out/],
    [['two-locks', '--compare', '--policy', 'eevdf'], /leave --policy out/],
    [['two-locks', '--compare', '--why', '3'], /--why explains the decisions of one policy.*--compare/],
  ])('ends %j with status 2 and a sentence', async (given, sentence) => {
    const { status, output, errors } = await simulate(...given)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(errors.replaceAll('\n', ' ')).toMatch(sentence)
    expect(errors).not.toMatch(/\n\s+at /)
  })
})
