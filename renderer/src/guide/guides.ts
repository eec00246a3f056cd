import type { Component } from 'svelte'

const loaders = import.meta.glob<{ default: Component }>('../../../docs/{experiments,model,watch}/*.md')

/** The guide of an experiment or of another page, by its file in `docs/`; null where there is none. */
export async function loadGuide(subject: string): Promise<Component | null> {
  const module = await loaders[`../../../docs/${subject}.md`]?.()
  return module?.default ?? null
}

/** Whether the guide fits beside the picture, so that it may stand open from the start. */
export function hasRoomForGuide(): boolean {
  return matchMedia('(min-width: 1720px)').matches
}
