import type { InspectorLimit } from '../../contract/inspector.ts'
import { formatCount } from '../../contract/figures.ts'
import type { Sampler } from './reading.ts'

/** What holds back an inspection, as far as it shows in the readings. */
export interface Circumstances {
  reader: Sampler['kind']
  /** Threads followed; of these, how many have a file kept open. */
  followed: number
  kept: number
  /** It follows as many as it can hold. */
  full: boolean
  /** Processes that exist and could not be read. */
  hiddenProcesses: number
  /** `/proc` does not even list the processes of others. */
  listsOwnOnly: boolean
  /** Of some threads the kernel does not tell what they wait for. */
  hiddenWaits: boolean
  /** Readings a second: asked for, and reached over the last two seconds; null before that. */
  hertz: number
  reached: number | null
  platform: NodeJS.Platform
}

/** A rate below this share of what was asked for is worth a word. */
const GOOD_RATE = 0.8

/** What the inspector could not do as it would, a sentence or two each. */
export function limitsOf(given: Circumstances): InspectorLimit[] {
  if (given.reader === 'system') return unsupported(given)
  return [
    ...noNativeSampler(given),
    ...tooManyThreads(given),
    ...descriptors(given),
    ...rate(given),
    ...hiddenProcesses(given),
    ...waitChannels(given),
  ]
}

function unsupported({ platform }: Circumstances): InspectorLimit[] {
  const why =
    platform === 'linux'
      ? 'This Linux keeps no /proc/<pid>/schedstat, which says what threads run'
      : 'What threads do is read from /proc as only Linux has it'
  const states = platform === 'win32' ? ' Windows tells no states either: every process reads “sleeping”.' : ''
  const message = `${why}, so the lab asks for processes only, every two seconds, with their share of processor time. Cores, migrations, switches, delays, policies and what is waited for are not known; nor is what the asking costs.${states}`
  return [{ id: 'unsupported', message }]
}

function noNativeSampler({ reader }: Circumstances): InspectorLimit[] {
  if (reader === 'native') return []
  const message =
    'The native sampler is not built, so the lab itself reads /proc, in JavaScript: that costs more, keeps few files open, and is slower where there are many threads. With a C compiler and make installed, npm run build:probes builds it.'
  return [{ id: 'no-native-sampler', message }]
}

function tooManyThreads({ full, followed }: Circumstances): InspectorLimit[] {
  if (!full) return []
  const message = `${formatCount(followed)} threads are followed, which is the limit; others are left out. Follow one process instead.`
  return [{ id: 'too-many-threads', message }]
}

function descriptors({ followed, kept, reader }: Circumstances): InspectorLimit[] {
  if (kept >= followed) return []
  const message = `Of ${formatCount(followed)} threads only ${formatCount(kept)} have a file kept open; those of the others are opened anew for each sample, which costs more. ${reader === 'native' ? 'A higher limit on open files (ulimit -n) lets it keep more.' : 'The native sampler keeps more.'}`
  return [{ id: 'descriptors', message }]
}

function rate({ hertz, reached }: Circumstances): InspectorLimit[] {
  if (reached === null || reached >= GOOD_RATE * hertz) return []
  const message = `${reached.toFixed(1)} samples a second are reached of the ${formatCount(hertz)} asked for: reading so many threads takes longer, or the machine is busy. Follow fewer, or choose a lower rate.`
  return [{ id: 'rate', message }]
}

function hiddenProcesses({ hiddenProcesses: count, listsOwnOnly }: Circumstances): InspectorLimit[] {
  if (listsOwnOnly) {
    const message =
      'This system hides the processes of other users (/proc is mounted with hidepid), so only your own are shown. An administrator can change that.'
    return [{ id: 'hidden-processes', message }]
  }
  if (count === 0) return []
  const message =
    count === 1
      ? '1 process exists that you may not read; it is left out.'
      : `${formatCount(count)} processes exist that you may not read; they are left out.`
  return [{ id: 'hidden-processes', message }]
}

function waitChannels({ hiddenWaits }: Circumstances): InspectorLimit[] {
  if (!hiddenWaits) return []
  const message =
    'What some threads wait for is hidden by the kernel: it tells only those who may trace them, which are most often their own user and root.'
  return [{ id: 'wait-channels', message }]
}
