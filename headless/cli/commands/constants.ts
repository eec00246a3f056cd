import type { Command } from 'commander'
import type { ModelConstant } from '../../../contract/cost-model.ts'
import { formatConstant, hasHeld } from '../../../contract/figures.ts'
import type { Terminal } from '../connect.ts'
import { alignColumns, print, styled, wrap } from '../terminal.ts'

export function addConstants(program: Command, terminal: Terminal): void {
  program
    .command('constants')
    .description('show what this machine costs, where each figure comes from, and how predictions fared')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { client } = await terminal.connect()
      const model = await client.model.constants()
      if (json) return print(JSON.stringify(model))
      const { constants, predictions, runs } = model
      const rows = constants.map((one) => {
        const scores = predictions
          .filter((made) => made.constants.includes(one.id))
          .flatMap(({ prediction }) => prediction.score ?? [])
        const inside = scores.filter(hasHeld).length
        const figure = one.value === null ? '—' : formatConstant({ ...one, value: one.value })
        return [one.id, figure, scores.length === 0 ? '' : `${inside} of ${scores.length}`, originOf(one)]
      })
      const [header = '', ...lines] = alignColumns([['constant', 'value [95 %]', 'inside', 'from'], ...rows])
      print(styled('dim', header), ...lines, '')
      print(
        ...wrap(
          `Out of ${runs.own} stored runs of this machine${runs.foreign > 0 ? `; ${runs.foreign} of other machines or kernels were left out` : ''}. An interval over three runs or more covers what runs differ by, otherwise the newest run's scatter alone.`,
        ),
      )
    })
}

function originOf({ origin, command }: ModelConstant): string {
  switch (origin.kind) {
    case 'measured':
      return `MEASURED in ${origin.runs.length === 1 ? '1 run' : `${origin.runs.length} runs`}, ${origin.runs[0]?.run ?? ''}`
    case 'published':
      return `published, ${origin.source}`
    case 'unknown':
      return `not known yet: ${command}`
  }
}
