import type { SeriesDescription } from '../../../contract/experiment.ts'
import { CHOICE, LADDER, PRESETS } from '../../../model/clone-combinations.ts'
import { flagWords } from '../../../model/clone-flags.ts'

/** What the others are compared with: a task that shares nothing. */
export const BASELINE = 'fork-flags'

const EXPLANATIONS: ReadonlyMap<string, string> = new Map([
  ['fork-flags', 'clone with no flag, as fork asks: the task gets a copy of everything.'],
  [
    'vfork-flags',
    'clone with VM and VFORK: the task borrows the memory, and its creator stands still until it has ended.',
  ],
  ['pthread-flags', 'clone with the flags of pthread_create but SETTLS: the task shares all that threads share.'],
  ['add-files', 'With FILES, the table of open descriptors is shared and no longer copied.'],
  ['add-fs', 'With FS besides, working directory, root and umask are shared.'],
  [
    'add-vm',
    'With VM besides, the memory is shared: no page tables are copied, and no page has to be copied on write.',
  ],
  ['add-sighand', 'With SIGHAND besides, the table of signal handlers is shared.'],
  ['add-thread', 'With THREAD besides, the task is a thread of its creator’s process, and nobody has to wait for it.'],
])

export function describeSeries(unsupported: string | null): SeriesDescription[] {
  const named = [...PRESETS, ...LADDER.slice(1)].map(({ id, flags }): SeriesDescription => {
    const kind = flags.has('THREAD') ? 'thread' : 'process'
    const explanation = `${EXPLANATIONS.get(id) ?? ''} Flags: ${flagWords(flags)}.`
    return { id, kind, explanation, unsupported, comparedWith: id === BASELINE ? null : BASELINE }
  })
  const explanation = 'clone with the flags that you choose.'
  return [...named, { id: CHOICE, kind: 'process', explanation, unsupported, comparedWith: BASELINE }]
}
