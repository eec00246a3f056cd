import type { Component } from 'svelte'

const loaders = import.meta.glob<{ default: Component }>('../../../docs/experiments/*.md')

/** The guide of an experiment, null where there is none. */
export async function loadGuide(experiment: string): Promise<Component | null> {
  const module = await loaders[`../../../docs/experiments/${experiment}.md`]?.()
  return module?.default ?? null
}

/** Whether the guide fits beside the picture, so that it may stand open from the start. */
export function hasRoomForGuide(): boolean {
  return matchMedia('(min-width: 1720px)').matches
}
