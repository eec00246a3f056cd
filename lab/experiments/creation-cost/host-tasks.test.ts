import { EventEmitter, getEventListeners } from 'node:events'
import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { HostMoments, HostTask } from '../experiment.ts'
import { HostSubject } from './host-subject.ts'
import { childProcess, witness, workerThread } from './host-tasks.ts'

describe.each([workerThread, childProcess])('$id', ({ runOnce }) => {
  it('passes through its moments in their order', async () => {
    const moments = await runOnce(new AbortController().signal)
    const { start, called, firstInstruction, firstMessage, ended } = moments
    expect(called).toBeGreaterThanOrEqual(start)
    expect(firstInstruction).toBeGreaterThan(start)
    expect(firstMessage).toBeGreaterThan(firstInstruction)
    expect(ended).toBeGreaterThan(called)
  })

  it('is ended when the signal is aborted, and leaves no listener on it', async () => {
    const mark = randomUUID()
    process.env['THREADLAB_TEST'] = mark
    onTestFinished(() => void delete process.env['THREADLAB_TEST'])
    const controller = new AbortController()
    const running = runOnce(controller.signal)
    controller.abort(new Error('enough'))
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    if (process.platform === 'linux') expect(processesWithEnvironment(mark)).toEqual([])
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })
})

describe('witness', () => {
  const { signal } = new AbortController()
  const neverEnd = (): never => {
    throw new Error('must not be ended')
  }

  it('gives the moments of a task, whichever of message and end comes first', async () => {
    for (const order of [
      ['message', 'exit'],
      ['exit', 'message'],
    ]) {
      const task = new EventEmitter()
      const witnessed = witness(task, 1n, 2n, signal, neverEnd)
      for (const name of order) task.emit(name, '3')
      expect(await witnessed).toMatchObject({ start: 1n, called: 2n, firstInstruction: 3n })
      expect(task.eventNames()).toEqual([])
    }
  })

  it.each([
    ['breaks', (task: EventEmitter) => task.emit('error', new Error('it broke')), 'it broke'],
    ['says something else than a time', (task: EventEmitter) => task.emit('message', 'spoon'), 'spoon'],
  ])('ends a task that %s', async (_, happen, reason) => {
    const task = new EventEmitter()
    let ended = 0
    const witnessed = witness(task, 1n, 2n, signal, () => (ended += 1))
    happen(task)
    await expect(witnessed).rejects.toThrow(reason)
    expect(ended).toBe(1)
  })

  it('waits until the task is ended before it reports', async () => {
    const order: string[] = []
    const controller = new AbortController()
    const witnessed = witness(new EventEmitter(), 1n, 2n, controller.signal, async () => {
      await Promise.resolve()
      order.push('ended')
    }).catch(() => order.push('reported'))
    controller.abort()
    await witnessed
    expect(order).toEqual(['ended', 'reported'])
  })
})

describe('HostSubject', () => {
  const moments: HostMoments = { start: 100n, called: 130n, firstInstruction: 250n, firstMessage: 300n, ended: 400n }
  const task = (runOnce: HostTask['runOnce']): HostTask => ({ id: 'task', kind: 'thread', explanation: '', runOnce })

  it('times each part from the call, and counts what it created', async () => {
    const subject = new HostSubject(task(() => Promise.resolve(moments)))
    const { values, overhead, counts } = await subject.runBlock(2, new AbortController().signal)
    expect(values).toEqual({
      called: [30, 30],
      'first-instruction': [150, 150],
      'first-message': [200, 200],
      joined: [300, 300],
    })
    expect(counts).toEqual({ created: 2, reaped: 2 })
    expect(Object.keys(overhead).sort()).toEqual([...subject.parts].sort())
    for (const nanoseconds of Object.values(overhead)) expect(nanoseconds).toBeGreaterThanOrEqual(0)
  })

  it('reports a task that does not run, with advice', async () => {
    const subject = new HostSubject(task(() => Promise.reject(new Error('spawn EAGAIN'))))
    const failure: unknown = await subject.runBlock(2, new AbortController().signal).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ProbeFailure)
    expect(failure).toMatchObject({
      message: 'task did not run: spawn EAGAIN.',
      advice: expect.stringContaining('limits'),
    })
  })

  it('starts no further task once the signal is aborted', async () => {
    const controller = new AbortController()
    let started = 0
    const subject = new HostSubject(
      task(() => {
        started += 1
        controller.abort()
        return Promise.resolve(moments)
      }),
    )
    await subject.runBlock(5, controller.signal)
    expect(started).toBe(1)
  })

  it('passes on the end by the signal as such', async () => {
    const controller = new AbortController()
    const subject = new HostSubject(
      task(() => {
        controller.abort(new Error('enough'))
        return Promise.reject(new Error('enough'))
      }),
    )
    await expect(subject.runBlock(5, controller.signal)).rejects.toThrow(new Error('enough'))
  })
})
