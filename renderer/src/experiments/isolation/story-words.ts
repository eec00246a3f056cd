import { formatCount, formatDuration } from '../../../../contract/figures.ts'
import type { Panel } from './panels.ts'
import type { ActorStory, Story } from './stories.ts'

/** A thread or a process by its number: "thread 2". */
export const actorName = ({ kind }: Panel, actor: number): string => `${kind} ${actor}`

/** What is tried. */
export function headingOf({ kind, faults, sharesOnPurpose, actors }: Panel): string {
  const one = `One of ${actors} ${kind === 'thread' ? 'threads' : 'processes'}`
  if (faults) return `${one} writes through a null pointer`
  if (kind === 'thread') return `${one} writes past its own data`
  return sharesOnPurpose ? `${one} does so in shared memory` : `${one} writes to the same addresses`
}

/** The finding about faults, from the stories; null while it is not known. */
export function titleOf(panels: readonly Panel[]): string | null {
  const [threads, processes] = ['thread', 'process'].map((kind) =>
    panels.find((one) => one.faults && one.kind === kind),
  )
  if (!threads?.story || !processes?.story) return null
  const ended = threads.actors - livingOf(threads.story)
  const all = ended === threads.actors ? `all ${ended}` : `${ended} of ${threads.actors}`
  return `A fault ended ${all} threads; of as many processes, ${livingOf(processes.story)} lived on`
}

const livingOf = (story: Story): number => story.actors.filter(({ survived }) => survived).length

/** What came of it the time that is drawn, and how often of how often. */
export function verdictOf(panel: Panel): string {
  const { story, faults } = panel
  if (!story) return panel.obstacle ?? ''
  const words = faults ? survivalWords(panel, story) : damageWords(story)
  if (panel.obstacle) return `${words}, this once. ${panel.obstacle}`
  return [words, oftenWords(panel, story)].filter(Boolean).join(' · ')
}

function survivalWords({ actors }: Panel, story: Story): string {
  const living = livingOf(story)
  return living === 0 ? `All ${actors} ended` : `${living} of ${actors} lived on`
}

function damageWords(story: Story): string {
  const victims = victimsOf(story).length
  const stopped = story.actors.filter(({ processEndedWith }) => processEndedWith !== 'status 0').length
  return `Neighbour’s data ${victims === 0 ? 'unchanged' : 'changed'}, ${stopped === 0 ? 'nobody' : stopped} stopped`
}

/** Those whose data changed though it was another who wrote. */
export function victimsOf(story: Story): ActorStory[] {
  return story.actors.filter(
    ({ actor, dataBefore, dataAfter }) => actor !== story.culprit && dataAfter !== null && dataAfter !== dataBefore,
  )
}

/** In how many repetitions the outcome was the one that is drawn. */
export function oftenWords({ counts, faults }: Panel, story: Story): string {
  if (!counts) return ''
  const { repetitions = 0, neighbourCorrupted = 0, allEnded = 0, othersSurvived = 0 } = counts
  const asDrawn = faults
    ? story.actors.some(({ survived }) => survived)
      ? othersSurvived
      : allEnded
    : victimsOf(story).length > 0
      ? neighbourCorrupted
      : repetitions - neighbourCorrupted
  return `${formatCount(asDrawn)} of ${formatCount(repetitions)} times`
}

/** What is to be said about one actor. */
export function readActor(panel: Panel, actor: number): string {
  const { story } = panel
  const own = story?.actors.find((one) => one.actor === actor)
  if (!story || !own) return `${actorName(panel, actor)}: not seen yet.`
  const last = own.beatsUs.at(-1)
  return [
    `${panel.id}, ${actorName(panel, actor)} (${panel.kind === 'thread' ? `tid ${own.tid} of pid ${own.pid}` : `pid ${own.pid}`})`,
    own.survived
      ? `alive after the deed, left with ${own.processEndedWith} when asked to`
      : `ended by ${own.processEndedWith}${actor === story.culprit ? '' : ' with its process'}`,
    ...(last === undefined ? [] : [`${own.beatsUs.length} signs of life, the last ${fromDeed(last)}`]),
    dataWords(own),
    ...(own.sawAtNeighbour === null ? [] : [`at its neighbour’s address it reads “${own.sawAtNeighbour}”`]),
  ].join(' · ')
}

/** −30.2 µs → "30.2 µs before the deed". */
export function fromDeed(us: number): string {
  return `${formatDuration(Math.abs(us) * 1000)} ${us < 0 ? 'before' : 'after'} the deed`
}

function dataWords({ dataBefore, dataAfter }: ActorStory): string {
  if (dataAfter === null) return `its data “${dataBefore}” are gone with it`
  return dataAfter === dataBefore
    ? `its data are still “${dataBefore}”`
    : `its data were “${dataBefore}” and are “${dataAfter}”`
}

/** A panel in one sentence. */
export function twinOf(panel: Panel): string {
  const { story } = panel
  if (!story) return `${headingOf(panel)}: ${panel.obstacle ?? 'not tried yet'}.`
  const news = `the outcome was known after ${formatDuration(story.toldUs * 1000)}`
  const harm = victimsOf(story).map(
    ({ actor, dataBefore, dataAfter }) => `; ${actorName(panel, actor)} had “${dataBefore}” and reads “${dataAfter}”`,
  )
  const verdict = verdictOf(panel)
    .replace(' · ', ', ')
    .replace(/^./, (first) => first.toLowerCase())
  return `${headingOf(panel)}: ${verdict}; ${news}${harm.join('')}.`
}
