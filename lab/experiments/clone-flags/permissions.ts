import { spawnSync } from 'node:child_process'
import { ProbeLine } from '../../../contract/probe.ts'
import { NAMESPACES, type CloneFlag } from '../../../model/clone-flags.ts'
import type { Denials } from '../../../model/clone-refusal.ts'
import type { Means } from '../experiment.ts'

/** It takes some ten milliseconds; a probe that hangs must not hold up the page for long. */
const PATIENCE_MS = 3000
const GRANTED = 'granted'

const known = new WeakMap<Means, Denials>()

/**
 * The namespaces that this system does not make for us, each with the kernel's answer. The probe asks for every one
 * of them once; the answer is kept for as long as the lab lives. Without a probe nothing is known to be denied.
 */
export function namespaceDenials(means: Means): Denials {
  const before = known.get(means)
  if (before) return before
  const denials = means.probes.path === null ? new Map<CloneFlag, string>() : askFor(means.probes.path)
  known.set(means, denials)
  return denials
}

function askFor(path: string): Denials {
  const { stdout } = spawnSync(path, ['clone-flags', '--placement', 'free', '--evidence', 'permissions'], {
    input: '',
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  return deniedIn(stdout ?? '')
}

/** What the probe's lines say was denied. */
export function deniedIn(output: string): Denials {
  const facts = output.split('\n').flatMap(permissionsIn)
  const answers = new Map(facts.flatMap((one) => Object.entries(one)))
  return new Map(
    [...NAMESPACES.keys()].flatMap((flag): [CloneFlag, string][] => {
      const answer = answers.get(flag)
      return typeof answer !== 'string' || answer === GRANTED ? [] : [[flag, answer]]
    }),
  )
}

function permissionsIn(text: string): Record<string, string | number | boolean>[] {
  if (!text.includes('"permissions"')) return []
  const line = ProbeLine.safeParse(JSON.parse(text))
  return line.success && line.data.type === 'observation' ? [line.data.facts] : []
}
