import type { Component } from 'svelte'
import type { PictureView } from '../measuring/PictureView.svelte.ts'
import type { ShownRun } from '../measuring/shown-run.ts'

/** What the picture of any experiment is given. */
export interface PictureProps {
  shown: ShownRun
  view: PictureView
  /** Run, machine and program in one line, for exported pictures. */
  source: string
  /** What the file of an exported picture is called. */
  fileName: string
}

const loaders = import.meta.glob<{ default: Component<PictureProps> }>('./*/Picture.svelte')

/** The picture of an experiment, found by its folder's name; null where there is none. */
export async function loadPicture(experiment: string): Promise<Component<PictureProps> | null> {
  const module = await loaders[`./${experiment}/Picture.svelte`]?.()
  return module?.default ?? null
}
