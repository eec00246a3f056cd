import { ORPCError } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { CommandFailure, EXIT, explainFailure } from './failure.ts'

describe('explainFailure', () => {
  it.each<[unknown, string, number]>([
    [new CommandFailure('Cancelled.', EXIT.interrupted), 'Cancelled.', 130],
    [new CommandFailure('Nothing could be measured.'), 'Nothing could be measured.', 1],
    [new ORPCError('USAGE', { message: 'There is no experiment "x".' }), 'There is no experiment "x".', 2],
    [new ORPCError('BUSY', { message: 'A measurement is running.' }), 'A measurement is running.', 1],
    [
      new ORPCError('FAILED', { message: 'The data folder\u001b[2J cannot be used.' }),
      'The data folder�[2J cannot be used.',
      1,
    ],
    [new TypeError('x is undefined\n  at y'), 'Something unexpected failed: x is undefined. Please report it.', 1],
    ['a text', 'Something unexpected failed: a text. Please report it.', 1],
  ])('puts %s into one sentence and a status', (error, sentence, status) =>
    expect(explainFailure(error)).toEqual({ sentence, status }),
  )
})
