import { machineInTwoLines } from '../../lab/machine/describe.ts'
import { readMachineCard } from '../../lab/machine/card.ts'
import { benchInspector } from './inspector-bench.ts'
import { benchModel } from './model-bench.ts'
import { benchPeers } from './peers-bench.ts'
import { say } from './say.ts'

/*
 * `bench [peers [experiment]… | model [explorer | scheduler]… | inspector [threads]…]`: a section prints figures and ratios;
 * nothing is asserted.
 */

const sections = { peers: benchPeers, model: benchModel, inspector: benchInspector }

async function main(): Promise<void> {
  const [name = 'peers', ...parts] = process.argv.slice(2)
  const section = Object.entries(sections).find(([known]) => known === name)?.[1]
  if (section === undefined) {
    say(`There is no section "${name}"; there are ${Object.keys(sections).join(', ')}.`)
    process.exitCode = 2
    return
  }
  for (const line of machineInTwoLines(await readMachineCard())) say(line)
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  const { signal } = controller
  try {
    await section(parts, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    say('Interrupted.')
    process.exitCode = 130
  }
}

await main()
