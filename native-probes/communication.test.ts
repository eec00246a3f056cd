import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { blocks, build, canBuild, listProcesses, Running, runToEnd, samplesOf } from './fixture-threadprobe.ts'

const BETWEEN = {
  thread: ['shared-in-place', 'shared-variable'],
  process: ['shared-mapping', 'pipe', 'unix-socket'],
} as const

interface Size {
  bytes: number
  roundTrips: number
  streamed: number
}

let threadprobe = ''
const communication = (partner: string, { bytes, roundTrips, streamed }: Size, ...options: string[]): string[] => [
  ...[threadprobe, 'communication', '--partner', partner, '--bytes', String(bytes)],
  ...['--round-trips', String(roundTrips), '--streamed', String(streamed), ...options],
]

const SMALL: Size = { bytes: 1, roundTrips: 8, streamed: 300 }
/** Sixteen times what a pipe holds. */
const LARGE: Size = { bytes: 1 << 20, roundTrips: 2, streamed: 4 }

/** What every complete block has to show. */
function expectEvidence(samples: ProbeSamples, { bytes, roundTrips, streamed }: Size, count: number): void {
  const { series, batch, values, overhead, counts, stopped } = samples
  expect({ series, batch, stopped }).toEqual({ series, batch: 2 * roundTrips, stopped: undefined })
  const messages = count * (2 * roundTrips + streamed)
  expect(counts).toMatchObject({ messages, bytesChecked: messages * bytes, wrongBytes: 0, movements: 2 * count })
  expect(Object.keys(values)).toEqual(['latency', 'streamed'])
  expect(Object.keys(overhead)).toEqual(Object.keys(values))
  for (const part of Object.values(values)) {
    expect(part).toHaveLength(count)
    for (const value of part) expect(value).toBeGreaterThanOrEqual(0)
  }
  const throughKernel = series === 'pipe' || series === 'unix-socket'
  if (counts['copiedBySystemCalls'] === undefined) return
  if (throughKernel) expect(counts['copiedBySystemCalls']).toBeGreaterThanOrEqual(2 * messages * bytes)
  else if (bytes > 4096) expect(counts['copiedBySystemCalls']).toBeLessThan(messages * bytes)
}

/** Those of a process group that still run; the ended wait for whoever inherited them. */
const listGroup = (group: number): number[] =>
  listProcesses().flatMap((task) => (task.group === group && task.state !== 'Z' ? [task.pid] : []))

/** The process that the probe forked to be the other side. */
async function otherSideOf(pid: number): Promise<number> {
  const children = (): number[] => listProcesses().flatMap((task) => (task.parent === pid ? [task.pid] : []))
  await expect.poll(children).toHaveLength(1)
  return children()[0] ?? 0
}

describe.runIf(canBuild)('threadprobe communication', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  describe.each(Object.entries(BETWEEN))('with a %s', (partner, series) => {
    it.each([
      ['one byte', SMALL],
      ['an odd number of bytes', { bytes: 4097, roundTrips: 3, streamed: 50 }],
      ['more than a pipe holds', LARGE],
    ])('passes messages of %s on one core, every byte right, with a switch for each', (_, size) => {
      const command = communication(partner, size, '--placement', 'one-core')
      const { status, stderr, lines } = runToEnd(command, blocks(series, 3) + blocks(series, 2))
      expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
      expect(samplesOf(lines).map((samples) => samples.series)).toEqual([...series, ...series])
      samplesOf(lines).forEach((samples, i) => {
        const count = i < series.length ? 3 : 2
        expectEvidence(samples, size, count)
        expect(samples.counts['movementsOnOneCore']).toBe(2 * count)
        expect(samples.counts['latencySwitches']).toBeGreaterThanOrEqual(count * (2 * size.roundTrips - 1))
      })
    })

    it('passes them where the scheduler decides', () => {
      for (const size of [SMALL, LARGE]) {
        const { status, lines } = runToEnd(communication(partner, size), blocks(series, 5))
        expect(status).toBe(PROBE_EXIT.done)
        expect(samplesOf(lines)).toHaveLength(series.length)
        samplesOf(lines).forEach((samples) => expectEvidence(samples, size, 5))
      }
    })

    it.runIf(availableParallelism() > 1)('passes them between two cores, never on one', () => {
      for (const size of [SMALL, LARGE]) {
        const command = communication(partner, size, '--placement', 'other-core')
        const { status, lines } = runToEnd(command, blocks(series, 5))
        expect(status).toBe(PROBE_EXIT.done)
        expect(samplesOf(lines)).toHaveLength(series.length)
        for (const samples of samplesOf(lines)) {
          expectEvidence(samples, size, 5)
          expect(samples.counts['movementsOnOneCore']).toBe(0)
        }
      }
    })

    it('loses no wake-up where both sides sleep and wake all the time', () => {
      const size = { bytes: 16_384, roundTrips: 64, streamed: 256 }
      const { status, lines } = runToEnd(communication(partner, size), blocks(series, 20))
      expect(status).toBe(PROBE_EXIT.done)
      samplesOf(lines).forEach((samples) => expectEvidence(samples, size, 20))
    })
  })

  it.each(BETWEEN.process)('takes no page faults for messages, not even the first by %s', (series) => {
    const { lines } = runToEnd(communication('process', LARGE), blocks([series], 1))
    // Messages of two round trips and a stream lie in more than a thousand pages on either side.
    expect(samplesOf(lines)[0]?.counts['minorFaults']).toBeLessThan(100)
  })

  it('says that it is unsupported where only one core is allowed and two are asked for', () => {
    const { status, lines } = runToEnd([
      ...['taskset', '-c', '0'],
      ...communication('process', SMALL, '--placement', 'other-core'),
    ])
    expect(status).toBe(PROBE_EXIT.unsupported)
    expect(lines.at(-1)).toMatchObject({ type: 'unsupported', reason: expect.stringContaining('one core') })
  })

  describe('when something goes wrong', () => {
    it.each(BETWEEN.process)(
      'ends %s with one sentence, at once, where the other side is killed mid-message',
      async (series) => {
        const probe = new Running(communication('process', { bytes: 16 << 20, roundTrips: 1, streamed: 4 }))
        const { pid } = await probe.next('hello')
        await probe.next('ready')
        const other = await otherSideOf(pid)
        probe.write(`block ${series} 1000\n`)
        await expect.poll(() => timeOf(other), { interval: 1 }).toBeGreaterThan(0)
        const start = performance.now()
        process.kill(other, 'SIGKILL')
        const error = await probe.next('error')
        expect(error).toMatchObject({
          what: expect.stringMatching(/other side was sent SIGKILL while a message was on its way/),
          advice: expect.stringMatching(/run it again/),
        })
        expect(await probe.ended).toBe(PROBE_EXIT.failed)
        expect(performance.now() - start).toBeLessThan(5000)
        await expect.poll(() => listGroup(pid), { timeout: 2000 }).toEqual([])
      },
    )

    it('notices at the next block that the other side is gone', async () => {
      const probe = new Running(communication('process', SMALL))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      process.kill(await otherSideOf(pid), 'SIGTERM')
      await expect.poll(() => listGroup(pid)).toEqual([pid])
      probe.write('block shared-mapping 1\n')
      expect((await probe.next('error')).what).toContain('SIGTERM')
      expect(await probe.ended).toBe(PROBE_EXIT.failed)
    })

    it.each(BETWEEN.process)('gives up an other side that somebody stops: %s', async (series) => {
      const probe = new Running(communication('process', SMALL))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      process.kill(await otherSideOf(pid), 'SIGSTOP')
      probe.write(`block ${series} 10\n`)
      expect((await probe.next('error')).what).toContain('SIGSTOP')
      expect(await probe.ended).toBe(PROBE_EXIT.failed)
      await expect.poll(() => listGroup(pid)).toEqual([])
    })

    it('ends with standard input where somebody stopped the other side', async () => {
      const probe = new Running(communication('process', SMALL))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      process.kill(await otherSideOf(pid), 'SIGSTOP')
      probe.child.stdin.end()
      expect(await probe.ended).toBe(PROBE_EXIT.done)
      expect(listGroup(pid)).toEqual([])
    })

    it.each(['thread', 'process'])(
      'dies with its %s in the midst of a block when its starter is killed',
      async (partner) => {
        const starter =
          'const [path, ...given] = process.argv.slice(1);' +
          'require("node:child_process").spawn(path, given, { stdio: "inherit", detached: true }); setInterval(() => {}, 1000)'
        const running = new Running([process.execPath, '-e', starter, ...communication(partner, LARGE)])
        const { pid } = await running.next('hello')
        await running.next('ready')
        onTestFinished(() => listGroup(pid).forEach((task) => process.kill(task, 'SIGKILL')))
        running.write(`block ${partner === 'thread' ? 'shared-variable' : 'pipe'} 1000\n`)
        await expect.poll(() => timeOf(pid), { interval: 1 }).toBeGreaterThan(1)
        running.child.kill('SIGKILL')
        await expect.poll(() => listGroup(pid), { timeout: 3000 }).toEqual([])
      },
    )

    it('leaves nobody behind when standard input ends', async () => {
      const probe = new Running(communication('process', SMALL))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write(blocks(BETWEEN.process, 2))
      probe.child.stdin.end()
      expect(await probe.ended).toBe(PROBE_EXIT.done)
      expect(listGroup(pid)).toEqual([])
    })
  })

  it.each([
    [['--bytes', '0'], /value/, /--bytes .* 1 to 16777216/],
    [['--bytes', '16777217'], /value/, /--bytes/],
    [['--streamed', '99999'], /value/, /--streamed/],
    [['--partner', 'friend'], /value/, /thread process/],
    [['--placement', 'moon'], /value/, /other-core one-core free/],
    [['--bytes', '16777216', '--round-trips', '1', '--streamed', '5'], /too large/, /--streamed at most 4 /],
    [['--round-trips', '9', '--streamed', '8'], /round trips/, /--streamed at least/],
  ])('refuses the options %j', (options, what, advice) => {
    const { status, lines } = runToEnd([threadprobe, 'communication', ...options], 'block pipe 1\n')
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([{ type: 'error', what: expect.stringMatching(what), advice: expect.stringMatching(advice) }])
  })

  it('refuses memory that there is not, with the errno and what to do', () => {
    const size = { bytes: 16 << 20, roundTrips: 1, streamed: 4 }
    const { status, lines } = runToEnd(['prlimit', '--as=67108864', ...communication('process', size)])
    expect(status).toBe(PROBE_EXIT.failed)
    expect(lines.at(-1)).toMatchObject({ type: 'error', errno: 'ENOMEM', advice: expect.stringContaining('smaller') })
  })

  it('takes a socket that was reset for an other side that is gone', () => {
    const program = `
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "endpoint.h"
int main(void)
{
    int ends[2];
    unsigned char byte = 1;
    struct endpoint endpoint;
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    open_descriptor_end(&endpoint, 1, ends[0], ends[0]);
    int sent = endpoint.send(&endpoint, &byte);
    close(ends[1]);
    printf("%d %d\\n", sent, endpoint.receive(&endpoint, &byte));
}`
    expect(outputOf(program, ['endpoint.c', 'message-ring.c', 'partner-watch.c'])).toBe(`0 ${-constants.errno.EPIPE}\n`)
  })

  describe('the contents of messages', () => {
    /** A program around the probe's own functions: writes two messages, spoils one byte, and counts what is wrong. */
    const PROGRAM = `
#include <stdio.h>
#include <stdlib.h>
#include "message-tape.h"
int main(void)
{
    enum { BYTES = 5000 };
    struct message_tape tape;
    unsigned char *text = malloc(BYTES + TAPE_SPARE), *message = malloc(BYTES);
    write_tape(&tape, text, BYTES, 7);
    write_message(&tape, 3, message);
    printf("%ld ", (long)count_wrong_bytes(&tape, 3, message));
    message[4999] ^= 1;
    printf("%ld ", (long)count_wrong_bytes(&tape, 3, message));
    message[0] ^= 128;
    printf("%ld ", (long)count_wrong_bytes(&tape, 3, message));
    write_message(&tape, 4, message);
    printf("%d\\n", count_wrong_bytes(&tape, 3, message) > BYTES / 2);
}`

    it('are right as they were written, and wrong for a single bit, or for another message', () => {
      expect(outputOf(PROGRAM, ['message-tape.c'])).toBe('0 1 2 1\n')
    })
  })
})

/** What a program around some of the probe's own sources writes. */
function outputOf(program: string, sources: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'communication-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const from = join(import.meta.dirname, 'src/communication')
  writeFileSync(join(folder, 'main.c'), program)
  const files = [join(folder, 'main.c'), ...sources.map((name) => join(from, name))]
  const options = ['-D_GNU_SOURCE', '-I', from, '-o', join(folder, 'program')]
  const built = spawnSync(process.env['CC'] ?? 'cc', [...options, ...files], { encoding: 'utf8' })
  expect(built.stderr).toBe('')
  return spawnSync(join(folder, 'program'), { encoding: 'utf8' }).stdout
}

/** Clock ticks that a process has run for. */
function timeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
