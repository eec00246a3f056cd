import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ParameterDescription } from '../../contract/experiment.ts'
import type { ParameterValue } from '../../contract/run.ts'
import { describeParameters, parseParameters, UsageError, type ParameterDefinitions } from './parameters.ts'

const definitions: ParameterDefinitions = {
  'parent-mib': {
    choose: 'many',
    title: 'Memory',
    help: 'How much.',
    options: [0, 64, 256].map((value) => ({ value, label: `${value} MiB` })),
    default: [0, 64, 256],
    quick: [0],
  },
  placement: {
    choose: 'one',
    title: 'Placement',
    help: 'Where.',
    options: [
      { value: 'one-core', label: 'one core' },
      { value: 'free', label: 'free' },
    ],
    default: 'one-core',
    quick: 'free',
  },
}

type Given = Record<string, ParameterValue>
const parse = (given: Given, quick = false): Given => parseParameters(definitions, given, quick)

function complaint(given: Given, of = definitions): string {
  try {
    parseParameters(of, given, false)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error('expected a UsageError')
}

describe('parseParameters', () => {
  it('fills in what is not given, other values for a quick measurement', () => {
    expect(parse({})).toEqual({ 'parent-mib': [0, 64, 256], placement: 'one-core' })
    expect(parse({}, true)).toEqual({ 'parent-mib': [0], placement: 'free' })
    expect(parse({ placement: 'free' })).toEqual({ 'parent-mib': [0, 64, 256], placement: 'free' })
  })

  it.each<[ParameterValue, ParameterValue]>([
    [
      [64, 0],
      [64, 0],
    ],
    ['64,0', [64, 0]],
    [' 64 , 0 ', [64, 0]],
    [
      ['64', 0],
      [64, 0],
    ],
    [64, [64]],
    ['64', [64]],
    [[0], [0]],
  ])('takes texts as well as values: %j', (given, parsed) =>
    expect(parse({ 'parent-mib': given })['parent-mib']).toEqual(parsed),
  )

  it('takes each value once', () => {
    expect(parse({ 'parent-mib': '64,0,64,64' })['parent-mib']).toEqual([64, 0])
    expect(parse({ 'parent-mib': [0, '0', ' 0'] })['parent-mib']).toEqual([0])
  })

  it.each<[ParameterValue]>([[65], ['65'], ['6e1'], ['064'], ['0x40'], ['-0'], ['64.0'], [[64, 'x']], ['64;0']])(
    'refuses %j and names the parameter and its values',
    (given) =>
      expect(complaint({ 'parent-mib': given })).toMatch(
        /^Parameter parent-mib cannot be ".*"; choose from 0, 64, 256\.$/,
      ),
  )

  it.each<[ParameterValue]>([[[]], [''], [','], ['64,']])('refuses the empty choice %j, naming the values', (given) =>
    expect(complaint({ 'parent-mib': given })).toMatch(/parent-mib .*0, 64, 256\.$/),
  )

  it.each<[ParameterValue]>([[['one-core', 'free']], [['free']], [[]], ['one-core,free'], ['FREE'], [''], [0]])(
    'refuses %j where one of the values is to be chosen',
    (given) => expect(complaint({ placement: given })).toMatch(/^Parameter placement .*one-core, free\.$/),
  )

  it.each(['spoon', 'Placement', '', 'constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'refuses the unknown name "%s" and names those there are',
    (name) =>
      expect(complaint(JSON.parse(`{"${name}": "free"}`))).toBe(
        `Parameter "${name}" is unknown; there are parent-mib, placement.`,
      ),
  )

  it('gives back known values only, whatever it is given', () => {
    const scalar = fc.oneof(fc.string(), fc.double(), fc.constantFrom(0, 64, 256, '64', 'one-core', 'free'))
    const value = fc.oneof(scalar, fc.array(scalar))
    fc.assert(
      fc.property(fc.record({ 'parent-mib': value, placement: value }, { requiredKeys: [] }), (given) => {
        let parsed: Given
        try {
          parsed = parse(given)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
          return
        }
        expect(['one-core', 'free']).toContain(parsed['placement'])
        expect([0, 64, 256]).toEqual(expect.arrayContaining([parsed['parent-mib']].flat()))
        expect(parse(parsed)).toEqual(parsed)
      }),
    )
  })

  it('does not hand out its own lists', () => {
    const first = parse({})['parent-mib']
    if (Array.isArray(first)) first.push(1)
    expect(parse({})['parent-mib']).toEqual([0, 64, 256])
  })

  it('keeps a sentence short, however long the value', () => {
    expect(complaint({ placement: 'x'.repeat(100_000) }).length).toBeLessThan(300)
    expect(complaint({ ['x'.repeat(100_000)]: 'free' }).length).toBeLessThan(300)
  })
})

describe('a whole number', () => {
  const numbers: ParameterDefinitions = {
    tasks: { choose: 'number', title: 'Tasks', help: 'How many.', least: -2, greatest: 5000, default: 100, quick: 10 },
  }
  const tasks = (given: ParameterValue): unknown => parseParameters(numbers, { tasks: given }, false)['tasks']
  const sentence = 'Parameter tasks takes a whole number from -2 to 5000.'

  it('has a default, another one for a quick measurement', () => {
    expect(parseParameters(numbers, {}, false)).toEqual({ tasks: 100 })
    expect(parseParameters(numbers, {}, true)).toEqual({ tasks: 10 })
  })

  it.each<[ParameterValue, number]>([
    [64, 64],
    ['64', 64],
    [' 64 ', 64],
    ['007', 7],
    [0, 0],
    ['0', 0],
    ['-2', -2],
    [-2, -2],
    [5000, 5000],
    ['5000', 5000],
  ])('may be a text as well as a number, bounds included: %j', (given, parsed) => expect(tasks(given)).toBe(parsed))

  it.each<[ParameterValue]>([
    [-3],
    ['-3'],
    [5001],
    ['5001'],
    ['9'.repeat(400)],
    [1e300],
    [1.5],
    ['1.5'],
    ['1.0'],
    [NaN],
    [Infinity],
    [''],
    [' '],
    ['spoon'],
    ['1e3'],
    ['0x10'],
    ['+1'],
    ['1,2'],
    ['--1'],
    ['1 2'],
    ['1n'],
    ['١'],
    [[]],
    [[1]],
    [['1']],
    [[1, 2]],
  ])('refuses %j in one sentence that says what it takes', (given) =>
    expect(complaint({ tasks: given }, numbers)).toBe(sentence),
  )

  it('is within its bounds or refused, whatever is given', () => {
    const given = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.integer().map(String), fc.array(fc.integer()))
    fc.assert(
      fc.property(given, (value) => {
        let parsed: unknown
        try {
          parsed = tasks(value)
        } catch (error) {
          expect(error).toEqual(new UsageError(sentence))
          return
        }
        expect(parsed).toSatisfy((one: number) => Number.isInteger(one) && one >= -2 && one <= 5000)
        expect(String(value).trim()).toSatisfy((text: string) => Number(text) === parsed)
      }),
    )
  })

  it('is described with its bounds', () => {
    const [described] = describeParameters(numbers)
    expect(ParameterDescription.parse(described)).toEqual(described)
    expect(described).toEqual({ name: 'tasks', ...numbers['tasks'] })
  })
})

describe('describeParameters', () => {
  it('gives the definitions as data, their names included', () => {
    const described = describeParameters(definitions)
    expect(described.map((one) => ParameterDescription.parse(one))).toEqual(described)
    expect(described.map(({ name, choose, default: full, quick }) => ({ name, choose, full, quick }))).toEqual([
      { name: 'parent-mib', choose: 'many', full: [0, 64, 256], quick: [0] },
      { name: 'placement', choose: 'one', full: 'one-core', quick: 'free' },
    ])
  })
})
