import type { InspectorTarget } from '../../../contract/inspector.ts'

/** Whom an inspection follows, as part of a sentence. */
export function targetWords(target: InspectorTarget): string {
  switch (target.follow) {
    case 'lab':
      return 'Thread Lab itself'
    case 'process':
      return `process ${target.pid} and its descendants`
    case 'name':
      return `processes named “${target.name}” and their descendants`
    case 'all':
      return 'every process'
  }
}

export function isSameTarget(one: InspectorTarget, other: InspectorTarget): boolean {
  if (one.follow === 'process' && other.follow === 'process') return one.pid === other.pid
  if (one.follow === 'name' && other.follow === 'name') return one.name === other.name
  return one.follow === other.follow
}
