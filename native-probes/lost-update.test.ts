import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { blocks, build, canBuild, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

let threadprobe = ''
const race = (...options: string[]): string[] => [threadprobe, 'lost-update', ...options]

function racesOf(options: readonly string[], series: readonly string[], count: number): ProbeSamples[] {
  const { status, stderr, lines } = runToEnd(race(...options), blocks(series, count))
  expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
  return samplesOf(lines)
}

/** The instructions of a function of the probe, one a line. */
function codeOf(name: string): string[] {
  const options = ['--no-show-raw-insn', `--disassemble=${name}`, threadprobe]
  const code = execFileSync('objdump', ['-d', ...options], { encoding: 'utf8' })
  return code.split('\n').flatMap((line) => /^\s+[0-9a-f]+:\s+(.+)$/.exec(line)?.[1]?.trim() ?? [])
}

describe.runIf(canBuild)('threadprobe lost-update', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it.each(['spread', 'one-core'])('loses nothing by an atomic addition or under a mutex, %s', (placement) => {
    const options = ['--threads', '4', '--increments', '250000', '--placement', placement]
    for (const { values, counts } of racesOf(options, ['atomic-add', 'mutex'], 5)) {
      expect(values['lost']).toEqual([0, 0, 0, 0, 0])
      expect(counts).toMatchObject({ races: 5, increments: 5_000_000, lost: 0, lossyRaces: 0 })
      expect(counts).toMatchObject({ beyondAll: 0, misplaced: 0 })
    }
  })

  it.runIf(availableParallelism() > 1)(
    'loses updates on several cores in ordinary code, atomic accesses or not',
    () => {
      // Long enough that both run at once for a while, also where others want the cores.
      const options = ['--threads', '2', '--increments', '50000000']
      for (const { values, counts } of racesOf(options, ['plain', 'load-store'], 10)) {
        const { lost = [] } = values
        expect(lost).toHaveLength(10)
        expect(lost.reduce((sum, one) => sum + one, 0)).toBe(counts['lost'])
        expect(lost.filter((one) => one > 0)).toHaveLength(counts['lossyRaces'] ?? 0)
        expect(counts['lossyRaces']).toBeGreaterThan(0)
        for (const one of lost) expect(one).toBeLessThan(100_000_000)
        expect(counts['beyondAll']).toBe(0)
      }
    },
  )

  it.runIf(process.arch === 'x64' && runs('objdump', '--version'))(
    'is compiled to a read, an addition and a write each time, and to one locked addition',
    () => {
      const plain = codeOf('add_plainly')
      const load = plain.findIndex((line) => /^mov\s+\(%rdi\),%\w+$/.test(line))
      const register = /,(%\w+)$/.exec(plain[load] ?? '')?.[1] ?? 'none'
      const store = plain.findIndex((line) => line.replaceAll(/\s+/g, ' ') === `mov ${register},(%rdi)`)
      const add = plain.findIndex((line) => line.replaceAll(/\s+/g, ' ') === `add $0x1,${register}`)
      expect([load >= 0, add > load, store > add]).toEqual([true, true, true])
      // All within the loop: it is jumped back to at the read or before it.
      const target = /^jne\s+([0-9a-f]+)/.exec(plain.slice(store).find((line) => /^jne/.test(line)) ?? '')?.[1]
      expect(target).toBeDefined()
      expect(plain.some((line) => line.startsWith('lock'))).toBe(false)
      expect(codeOf('add_atomically').filter((line) => /^lock (addq|xadd|incq)/.test(line))).toHaveLength(1)
    },
  )

  it('refuses more increments than it may make', () => {
    const { status, lines } = runToEnd(race('--threads', '16', '--increments', '100000000'))
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines[0]).toMatchObject({ type: 'error', what: 'too many increments' })
  })

  it('ends with its standard input in the midst of a race, and leaves no thread behind', async () => {
    const running = new Running(race('--threads', '16', '--increments', '6250000', '--placement', 'one-core'))
    await running.next('ready')
    running.write('block mutex 64\n')
    running.kill()
    expect(await running.ended).toBeNull()
  })
})
