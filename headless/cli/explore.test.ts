import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProgramOnTest } from '../../lab/fixture-program.ts'

let program: ProgramOnTest
beforeAll(async () => {
  program = await ProgramOnTest.build()
}, 60_000)
afterAll(() => program.remove())

async function explore(...given: string[]): Promise<{ status: number | null; output: string; errors: string }> {
  const running = program.start('explore', ...given)
  const { status } = await running.ended
  return { status, output: running.output, errors: running.errors }
}

function written(name: string, text: string): string {
  const path = join(program.folder, name)
  writeFileSync(path, text)
  return path
}

describe('threadlab explore', () => {
  it('finds what can go wrong, says how often and how, and ends with status 3', async () => {
    const { status, output, errors } = await explore('lost-update')
    expect(status).toBe(3)
    expect(output).toContain('SIMULATED')
    expect(output).toMatch(/right: counter = 7 +2 /)
    expect(output).toMatch(/wrong: counter = 6 +18 /)
    expect(output).toMatch(/“counter == 7” \(line \d+\) does not hold/)
    expect(errors).toContain('in all 20 schedules')
  })

  it('ends with status 0 where nothing can', async () => {
    const { status, output, errors } = await explore('lost-update-mutex')
    expect({ status, errors }).toEqual({ status: 0, errors: '' })
    expect(output).toContain('no failure in all ')
  })

  it('replays a schedule that it found, whatever its steps are', async () => {
    for (const granularity of ['statement', 'access']) {
      const found = await explore('philosophers', '--granularity', granularity, '--search', 'reduced', '--json')
      const { explorations } = JSON.parse(found.output)
      const { status, output, errors } = await explore('philosophers', '--schedule', explorations[0].findings[0].replay)
      expect(status).toBe(3)
      expect(output).toMatch(
        /^5 +Philosopher4 +4 +lock\(fork\[id\]\) +fork\[0\] held by Philosopher0; .*fork\[4\] held by/m,
      )
      expect(errors).toContain('Deadlock')
    }
  })

  it.each([
    ['check-then-act', 'race'],
    ['two-locks-trylock', 'livelock'],
  ])('replays what it found in %s as a %s', async (name, kind) => {
    const found = await explore(name, '--search', 'states', '--json')
    const { findings } = JSON.parse(found.output).explorations[0]
    const { replay, sentence } = findings.find((one: { finding: { kind: string } }) => one.finding.kind === kind)
    const { status, output } = await explore(name, '--schedule', replay)
    expect(status).toBe(3)
    expect(output.replaceAll(/\s+/g, ' ')).toContain(sentence)
  })

  it('prints one document and nothing else as JSON', async () => {
    const { status, output } = await explore('lost-update', '--preemptions', '1', '--json')
    expect(status).toBe(3)
    expect(JSON.parse(output)).toMatchObject({
      simulated: true,
      granularity: 'statement',
      explorations: [{ search: 'preemptions', preemptions: 1, schedules: '6', bound: null }],
    })
  })

  it('goes on to what a space too large allows, with the words of each', async () => {
    const { status, output } = await explore('lost-update-mutex', '--most-states', '6')
    expect(status).toBe(0)
    expect(output).toContain('states: no failure within 6 states; not exhaustive')
    expect(output).toContain('reduced: no failure within 6 states; not exhaustive')
    expect(output).toMatch(/pct: no failure in 1 sampled schedule, .*not exhaustive/)
  })

  it('writes a number of schedules beyond any double so that it can be read, with shares and lines that fit', async () => {
    const long = 'shared x\nthread A[2] { local i = 0\n while i < 260 { x = x + 1\n i = i + 1 } }\n'
    const { output } = await explore(written('long.txt', long), '--search', 'states')
    expect(output).toMatch(/all \d\.\d\d × 10⁴\S\S schedules/)
    expect(output).toMatch(/^finished: x = 520 +\d\.\d\d × 10⁴\S\S +100\s%  /m)
    expect(output).not.toContain('NaN')
  })

  it('prints the first of thousands of outcomes, and says how many more there are', async () => {
    const many = 'atomic x\nthread A[7] { x = x * 8 + id }\n'
    const { output } = await explore(written('many.txt', many), '--search', 'states')
    expect(output).toContain('5,000 more outcomes; --json has them all.')
    expect(output.split('\n').length).toBeLessThan(60)
  })

  it('says where a program is wrong, with status 2', async () => {
    const path = written('wrong.txt', 'shared a\nthread T {\n  a = b\n}\n')
    const { status, output, errors } = await explore(path)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(errors).toContain(`${path}:3:7: `)
  })

  it.each([
    [['spoon'], /neither a preset nor a file “spoon”.*philosophers/],
    [['lost-updat'], /Did you mean “lost-update”/],
    [[], /a preset, a file or -/],
    [['lost-update', '--search', 'spoon'], /states, reduced, preemptions, random, pct/],
    [['lost-update', '--granularity', 'spoon'], /statement, access/],
    [['lost-update', '--preemptions', '-1'], /--preemptions/],
    [['lost-update', '--preemptions', '1', '--search', 'pct'], /--preemptions belongs to --search preemptions/],
    [['lost-update', '--schedule', 'spoon'], /not a replay code/],
    [['lost-update', '--schedule', 'zzzz-3a'], /another program/],
  ])('ends %j with status 2 and a sentence', async (given, sentence) => {
    const { status, output, errors } = await explore(...given)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(errors.replaceAll('\n', ' ')).toMatch(sentence)
    expect(errors).not.toMatch(/\n\s+at /)
  })

  it('lists its presets', async () => {
    const { status, output } = await explore('--list')
    expect(status).toBe(0)
    for (const id of ['lost-update', 'two-locks', 'peterson', 'philosophers']) expect(output).toContain(`${id}  `)
  })
})
