import { formatCount, formatShare } from '../../../contract/figures.ts'
import { timeWords } from './time-words.ts'
import { originOf, TONES, type Spans, type TimelineData } from './timeline.ts'

/** A timeline in one sentence for each section: how many lanes and spans, over what time, and how much of it was computing. */
export function sentenceOfTimeline({ sections, end }: TimelineData): string {
  return sections
    .map((section) => {
      const { title, lanes } = section
      const spans = lanes.reduce((sum, lane) => sum + lane.spans.count, 0)
      const running = lanes.reduce((sum, lane) => sum + timeRunning(lane.spans), 0)
      const share = end * lanes.length > 0 ? running / (end * lanes.length) : 0
      const lanesWords = `${formatCount(lanes.length)} ${lanes.length === 1 ? 'lane' : 'lanes'}`
      return `${originOf(section)}: ${title.toLowerCase()} in ${lanesWords} over ${timeWords(end)}, ${formatCount(spans)} spans, ${formatShare(share)} of the lanes’ time running.`
    })
    .join(' ')
}

function timeRunning({ count, from, to, tone }: Spans): number {
  const running = TONES.indexOf('running')
  let sum = 0
  for (let index = 0; index < count; index++) if (tone[index] === running) sum += (to[index] ?? 0) - (from[index] ?? 0)
  return sum
}
