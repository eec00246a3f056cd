import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { blocks, build, EVERY_SERIES, runToEnd, samplesOf, THREAD_SERIES } from './fixture-threadprobe.ts'

/** Whether the compiler can link a program under a sanitizer; the libraries are packages of their own. */
function reasonToSkip(sanitize: string): string | null {
  if (process.platform !== 'linux') return 'the native probes measure Linux'
  const compiler = process.env['CC'] ?? 'cc'
  const options = ['-x', 'c', `-fsanitize=${sanitize}`, '-o', '/dev/null', '-']
  const { status, error, stderr } = spawnSync(compiler, options, {
    input: 'int main(void) { return 0; }',
    encoding: 'utf8',
  })
  if (error) return `${compiler} cannot be started`
  return status === 0 ? null : `${compiler} has no -fsanitize=${sanitize}: ${stderr.trim().split('\n')[0]}`
}

/** ThreadSanitizer of older compilers knows fewer layouts of memory than newer kernels use. */
const fixedLayout = (): string[] => {
  const command = ['setarch', process.arch === 'arm64' ? 'aarch64' : 'x86_64', '-R']
  return spawnSync('setarch', [...command.slice(1), 'true']).status === 0 ? command : []
}

const creationCost = (creates: string): string[] => ['creation-cost', '--creates', creates, '--parent-mib', '4']

const SWITCH_THREADS = ['pipe-threads', 'futex-threads', 'eventfd-threads', 'ring-threads', 'pipe-alone', 'futex-alone']
const SWITCH_PROCESSES = ['pipe-processes', 'futex-processes', 'eventfd-processes', 'ring-processes', 'eventfd-alone']
/** Every demonstration; the choice is the flags of a thread that has its word cleared and stands its creator still. */
const cloneFlags = (placement: string): string[] => ['clone-flags', '--placement', placement, '--flags', '18958592']
const CLONE_SERIES = [
  'fork-flags',
  'vfork-flags',
  'pthread-flags',
  'add-fs',
  'add-vm',
  'add-sighand',
  'add-thread',
  'choice',
]

const contextSwitch = (placement: string): string[] => [
  ...['context-switch', '--placement', placement, '--ring', '4', '--working-set-kib', '64', '--observe', 'processor'],
]

const FAULTS_AND_OVERWRITES = [
  'thread-faults',
  'process-faults',
  'thread-overwrites',
  'process-overwrites',
  'process-overwrites-shared',
]
const isolation = (demonstration: string): Case => ({
  command: ['isolation', '--demonstration', demonstration, '--actors', '5'],
  series: [demonstration],
  count: 20,
})

const memory = (creates: string, ...series: string[]): Case => ({
  command: ['memory', '--creates', creates, '--units', '30', '--stack-kib', '2048', '--parent-mib', '4'],
  ...{ series, count: 3 },
})

const communication = (partner: string, ...series: string[]): Case[] =>
  ['one-core', 'free'].map((placement) => ({
    command: [
      ...['communication', '--partner', partner, '--placement', placement],
      ...['--bytes', '100001', '--round-trips', '4', '--streamed', '8'],
    ],
    series,
    count: 10,
  }))

/** One repetition a block, a figure of each of its three threads. */
const workload: Case = {
  command: ['workload', '--cores', '0', '--plan', '0,0,1:c2000000,s500000,c100000/300000,3,1:c1000000/0,0,1:s100000'],
  ...{ series: ['threads', 'threads'], count: 1, figures: 3 },
}

/** One repetition a block, a figure of each of its three threads. */
const fairShare: Case = {
  command: ['fair-share', '--nice', '0,5,19', '--period-ms', '50'],
  ...{ series: ['threads', 'recorded', 'threads'], count: 1, figures: 3 },
}

/** A crew with a serial share, so that its mutex is used; recorded too. */
const parallelism = (...series: string[]): Case => ({
  command: ['parallelism', '--workers', '3', '--steps', '200000', '--serial-percent', '30', '--observe', 'rate'],
  ...{ series, count: 3 },
})
/** Races of all ways: ordinary code races by design, and says so to the thread sanitizer. */
const lostUpdate = (placement: string): Case => ({
  command: ['lost-update', '--threads', '3', '--increments', '20000', '--placement', placement],
  ...{ series: ['plain', 'load-store', 'atomic-add', 'mutex'], count: 3 },
})

const THREAD_CREWS = ['one-core', 'all-cores', 'one-core-recorded', 'all-cores-recorded']
const PROCESS_CREWS = ['processes-all-cores', 'processes-all-cores-recorded']

interface Case {
  /** Subcommand and options. */
  command: readonly string[]
  series: readonly string[]
  /** Operations of each block. */
  count: number
  /** Samples of each block, where they are not as many as operations. */
  figures?: number
}

/** Every experiment under the memory sanitizers, each series at least once. */
const MEMORY_CASES: readonly Case[] = [
  { command: [...creationCost('processes'), '--placement', 'one-core'], series: EVERY_SERIES, count: 40 },
  { command: [...creationCost('processes'), '--placement', 'free'], series: EVERY_SERIES, count: 40 },
  { command: contextSwitch('one-core'), series: [...SWITCH_THREADS, ...SWITCH_PROCESSES], count: 8 },
  { command: contextSwitch('free'), series: [...SWITCH_THREADS, ...SWITCH_PROCESSES], count: 8 },
  ...FAULTS_AND_OVERWRITES.map(isolation),
  memory('processes', 'fork', 'fork-exec', 'fork/10'),
  memory('threads', 'thread', 'thread/2'),
  memory('writers', 'cow-child'),
  { command: cloneFlags('one-core'), series: CLONE_SERIES, count: 20 },
  workload,
  fairShare,
  parallelism(...THREAD_CREWS, ...PROCESS_CREWS),
  ...['spread', 'one-core'].map(lostUpdate),
  ...communication('process', 'shared-mapping', 'pipe', 'unix-socket'),
  ...communication('thread', 'shared-in-place', 'shared-variable'),
]

/** Those that make threads, under the thread sanitizer. */
const THREAD_CASES: readonly Case[] = ['one-core', 'free'].flatMap((placement) => [
  {
    command: [...creationCost('threads'), '--placement', placement],
    series: [...THREAD_SERIES, ...THREAD_SERIES],
    count: 40,
  },
  { command: contextSwitch(placement), series: [...SWITCH_THREADS, ...SWITCH_THREADS], count: 8 },
  { command: cloneFlags(placement), series: CLONE_SERIES, count: 20 },
])

const builds = [
  { sanitize: 'address,undefined', folder: 'out/address', cases: MEMORY_CASES },
  {
    sanitize: 'thread',
    folder: 'out/thread',
    cases: [
      ...THREAD_CASES,
      ...communication('thread', 'shared-in-place', 'shared-variable'),
      memory('threads', 'thread', 'thread/2'),
      workload,
      fairShare,
      parallelism(...THREAD_CREWS),
      ...['spread', 'one-core'].map(lostUpdate),
      ...FAULTS_AND_OVERWRITES.map(isolation),
    ],
  },
]

describe.each(builds)('under -fsanitize=$sanitize', ({ sanitize, folder, cases }) => {
  const reason = reasonToSkip(sanitize)
  if (reason) console.error(`skipped: ${reason}`)

  describe.skipIf(reason !== null)('threadprobe', () => {
    let threadprobe = ''
    beforeAll(() => {
      threadprobe = build(folder, `SANITIZE=${sanitize}`)
    }, 120_000)

    it.each(cases)(
      'runs every series of $command without a complaint',
      ({ command, series, count, figures = count }) => {
        const { status, signal, stderr, lines } = runToEnd(
          [...fixedLayout(), threadprobe, ...command],
          blocks(series, count),
        )
        expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
        expect(samplesOf(lines).map((samples) => samples.series)).toEqual(series)
        for (const { stopped, values } of samplesOf(lines)) {
          expect(stopped).toBeUndefined()
          for (const part of Object.values(values)) expect(part).toHaveLength(figures)
        }
      },
    )

    it('refuses what it does not understand without a complaint', () => {
      const { status, stderr } = runToEnd([threadprobe, 'creation-cost', '--pages', 'x'.repeat(300)])
      expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
      expect(runToEnd([threadprobe, 'creation-cost'], `block ${'x'.repeat(500)}\n`)).toMatchObject({
        status: 2,
        stderr: '',
      })
    })
  })
})
