import { describe, expect, it } from 'vitest'
import { RunEntry, RunView } from '../../contract/run.ts'
import { creationCost } from '../experiments/creation-cost/experiment.ts'
import { exampleRun, exampleSeries } from './fixture-run.ts'
import { listRun, viewRun } from './view.ts'

describe('viewRun', () => {
  it('shows shapes and findings in place of samples, and where the run is stored', () => {
    const run = exampleRun()
    const view = viewRun(run, creationCost, '/data/runs/x.json')
    expect(RunView.parse(view)).toEqual(view)
    expect(view.file).toBe('/data/runs/x.json')
    expect(view.findings).toEqual(creationCost.findings(run))
    expect(view.findings.length).toBeGreaterThan(0)
    expect(JSON.stringify(view)).not.toContain('"samples"')
  })

  it('shows a run of an experiment that this version does not know, without findings', () => {
    expect(viewRun(exampleRun({ experiment: 'later' }), undefined, null)).toMatchObject({ findings: [], file: null })
  })
})

describe('listRun', () => {
  it('has the headline, and counts whole operations and warnings', () => {
    const series = [exampleSeries({}, [[1, 2], [3]]), exampleSeries({ part: 'called' }, [[1, 2], [3]])]
    const warnings = [{ kind: 'too-few-samples' as const, message: 'Few.', advice: 'More.' }]
    const run = exampleRun({ series, warnings })
    const entry = listRun(run, creationCost)
    expect(RunEntry.parse(entry)).toEqual(entry)
    expect(entry).toMatchObject({ id: run.id, samples: 3, warnings: 1, headline: creationCost.findings(run)[0] })
  })

  it('says so where nothing was measured', () => {
    expect(listRun(exampleRun({ series: [] }), creationCost).headline).toBe('Nothing was measured.')
  })

  it('does not say so of a run whose experiment it does not know', () => {
    const { headline } = listRun(exampleRun({ experiment: 'later' }), undefined)
    expect(headline).not.toContain('Nothing was measured')
    expect(headline).toContain('later')
  })
})
