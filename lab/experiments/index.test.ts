import { describe, expect, it } from 'vitest'
import { ExperimentDescription, ParameterDescription } from '../../contract/experiment.ts'
import { standInMeans } from './fixture-experiment.ts'
import { experiments } from './index.ts'
import { describeParameters, parseParameters } from './parameters.ts'

const means = standInMeans()

it('experiments have ids of their own', () => {
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length)
})

describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))('%s', (_, experiment) => {
  it('can be described to a host', () => {
    const { id, title, question, group, method, budgetSeconds } = experiment
    const description = {
      ...{ id, title, question, group, method, budgetSeconds },
      parameters: describeParameters(experiment.parameters(means)),
      series: experiment.series(means),
      parts: [...experiment.parts],
    }
    expect(ExperimentDescription.parse(description)).toEqual(description)
  })

  it('compares series with others that it has', () => {
    const series = experiment.series(means)
    const ids = series.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, comparedWith } of series) {
      expect(comparedWith).not.toBe(id)
      if (comparedWith !== null) expect(ids).toContain(comparedWith)
    }
  })

  it('takes its own defaults, on a machine that says nothing of its limits', () => {
    const definitions = experiment.parameters(means)
    const described = describeParameters(definitions)
    for (const [quick, choice] of [
      [false, 'default'],
      [true, 'quick'],
    ] as const) {
      const expected = described.map((one: ParameterDescription) => [one.name, one[choice]])
      expect(parseParameters(definitions, {}, quick)).toEqual(Object.fromEntries(expected))
    }
  })

  it('has parts of different names', () => {
    const ids = experiment.parts.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
