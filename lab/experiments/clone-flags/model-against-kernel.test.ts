import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ProbeLine } from '../../../contract/probe.ts'
import type { Observation } from '../../../contract/run.ts'
import { combinationsWith } from '../../../model/clone-combinations.ts'
import { cloneMask, FLAG_NAMES, flagSet, type CloneFlag, type FlagSet } from '../../../model/clone-flags.ts'
import { refusalOf, type Denials } from '../../../model/clone-refusal.ts'
import { compareSharing } from './evidence.ts'
import { deniedIn } from './permissions.ts'

/*
 * The model's table and its rules against the kernel that these tests run on. Each combination is really made.
 */

const threadprobe = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const canRun = process.platform === 'linux' && existsSync(threadprobe)
const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--inh-caps=-all']
const canBeNobody = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0

interface Kernel {
  denied: Denials
  /** What was observed of the combination. */
  observe(flags: FlagSet): Observation
}

function kernelFor(command: readonly string[]): Kernel {
  const ask = (...options: string[]): string => {
    const [program = '', ...given] = [...command, 'clone-flags', ...options]
    const { status, stdout, stderr } = spawnSync(program, given, { input: '', encoding: 'utf8', timeout: 20_000 })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout
  }
  return {
    denied: deniedIn(ask('--evidence', 'permissions')),
    observe: (flags) => {
      const lines = ask('--evidence', 'choice', '--flags', String(cloneMask(flags)))
        .trim()
        .split('\n')
        .map((line) => ProbeLine.parse(JSON.parse(line)))
      const observed = lines.find((line) => line.type === 'observation' && line.name === 'sharing')
      if (observed?.type !== 'observation') throw new Error('nothing was observed')
      return { name: observed.name, facts: observed.facts }
    },
  }
}

/** Those rows in which model and kernel differ. */
function differing({ denied, observe }: Kernel, flags: FlagSet): unknown {
  const { facts } = compareSharing(observe(flags), flags, denied)
  expect(facts['rows']).toBeGreaterThan(0)
  return facts['differing']
}

const legal = (flags: readonly CloneFlag[], denied: Denials): boolean => refusalOf(flagSet(flags), denied) === null
const some = fc.subarray([...FLAG_NAMES])
/** Without namespaces most random combinations of tables and ids are legal once these three go together. */
const threadOrNot = fc
  .tuple(
    fc.constantFrom<CloneFlag[]>([], ['VM'], ['VM', 'SIGHAND'], ['VM', 'SIGHAND', 'THREAD']),
    fc.subarray(FLAG_NAMES.filter((flag) => !['VM', 'SIGHAND', 'THREAD'].includes(flag))),
  )
  .map((parts) => parts.flat())

describe.runIf(canRun)('the model of clone’s flags', () => {
  it('agrees with the kernel in every row, for presets, ladder and random legal combinations', () => {
    const kernel = kernelFor([threadprobe])
    for (const { flags } of combinationsWith(new Set())) expect(differing(kernel, flags)).toBeUndefined()
    fc.assert(
      fc.property(
        threadOrNot.filter((flags) => legal(flags, kernel.denied)),
        (flags) => {
          expect(differing(kernel, flagSet(flags))).toBeUndefined()
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('predicts the errno of random illegal combinations', () => {
    const kernel = kernelFor([threadprobe])
    fc.assert(
      fc.property(
        some.filter((flags) => !legal(flags, kernel.denied)),
        (flags) => {
          const observed = kernel.observe(flagSet(flags))
          expect(observed.facts['refused']).toBe(refusalOf(flagSet(flags), kernel.denied)?.errno)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it.runIf(canBeNobody)(
    'agrees just as well without any privilege, whatever that is allowed here',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'threadlab-nobody-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      chmodSync(folder, 0o755)
      const copy = join(folder, 'threadprobe')
      copyFileSync(threadprobe, copy)
      chmodSync(copy, 0o755)
      const kernel = kernelFor([...asNobody, copy])
      expect(kernel.denied.get('NEWNET')).toBe('EPERM')
      fc.assert(
        fc.property(fc.oneof(threadOrNot, some), (flags) => {
          expect(differing(kernel, flagSet(flags))).toBeUndefined()
        }),
        { numRuns: 150 },
      )
    },
    60_000,
  )
})
