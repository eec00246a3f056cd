import type { InspectorFrame, InspectorLimit, InspectorTarget } from '../../../contract/inspector.ts'
import { INSPECTOR_HERTZ, INSPECTOR_HISTORY_SECONDS } from '../../../contract/inspector-words.ts'
import type { LabClient } from '../../../contract/router.ts'
import { sentenceOf } from '../connection/sentence.ts'
import { FrameHistory, type InspectedTable } from './history/frame-history.ts'
import { TableView } from './TableView.svelte.ts'
import { isSameTarget } from './target-words.ts'

/** What the history may take of this window's memory: enough for five minutes of a thousand threads, all of them active. */
const HISTORY_BYTES = 160 * 1024 ** 2
/** Text that changes more often than this cannot be read, and to draw costs more than to read and to pass on. */
const REDRAW_MS = 400

export type InspectionStatus =
  /** Nobody watches: the page is not shown, or the view is frozen. */
  | 'idle'
  /** Asked for, and nothing has come yet. */
  | 'starting'
  | 'watching'
  /** Nobody that was to be followed is left. */
  | 'ended'
  | 'failed'

/** Who is watched, how often, what has been seen of them, and which moment of it is shown. It outlives the page. */
export class Inspection {
  /** How its threads are looked at. */
  readonly view = new TableView()
  readonly history = new FrameHistory({ seconds: INSPECTOR_HISTORY_SECONDS, bytes: HISTORY_BYTES })
  #client: LabClient | null = null
  #watching: AbortController | null = null
  #target = $state.raw<InspectorTarget>({ follow: 'lab' })
  #hertz = $state<number>(INSPECTOR_HERTZ.default)
  #status = $state<InspectionStatus>('idle')
  #problem = $state('')
  #isPaused = $state(false)
  #at = $state<number | null>(null)
  #cost = $state.raw<InspectorFrame['cost'] | null>(null)
  #limits = $state.raw<readonly InspectorLimit[]>([])
  #drawn = $state(0)
  #drawnAt = 0
  #drawing: ReturnType<typeof setTimeout> | undefined

  get target(): InspectorTarget {
    return this.#target
  }

  /** Samples a second that are asked for. */
  get hertz(): number {
    return this.#hertz
  }

  get status(): InspectionStatus {
    return this.#status
  }

  /** Why it failed, in one sentence. */
  get problem(): string {
    return this.#problem
  }

  /** Frozen: nothing is read until it goes on. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** The moment that is shown, in milliseconds since the epoch; null for the newest sample. */
  get at(): number | null {
    return this.#at
  }

  /** What inspecting costs now, in shares of one core; null before the first sample. */
  get cost(): InspectorFrame['cost'] | null {
    return this.#cost
  }

  get limits(): readonly InspectorLimit[] {
    return this.#limits
  }

  /** Counts the times that all is drawn anew, at most two or three a second. */
  get version(): number {
    return this.#drawn
  }

  /** The threads at the moment that is shown, at most two or three times a second anew. */
  readonly table: InspectedTable = $derived.by(() => {
    void this.#drawn
    return this.history.tableAt(this.#at ?? Number.POSITIVE_INFINITY)
  })

  /** Watches for as long as the page is shown; the returned function ends that. */
  show(client: LabClient | null): () => void {
    this.#client = client
    if (this.#status === 'failed') this.#status = 'idle'
    this.#start()
    return () => {
      this.#client = null
      this.#stop()
    }
  }

  /** Follows somebody else: what was seen of others is forgotten. */
  follow(target: InspectorTarget): void {
    const isFollowed = this.#status !== 'failed' && this.#status !== 'ended'
    if (isFollowed && isSameTarget(target, this.#target)) return
    this.#target = target
    this.history.clear()
    this.view.forgetThreads()
    this.#cost = null
    this.#limits = []
    this.#status = 'idle'
    this.#stop()
    this.goOn()
  }

  /** Samples at another rate from now on. What was seen is kept. */
  sampleAt(hertz: number): void {
    if (hertz === this.#hertz) return
    this.#hertz = hertz
    if (this.#watching) this.#start()
  }

  /** Freezes the view where it is. */
  pause(): void {
    this.#isPaused = true
    this.#stop()
    this.#draw()
  }

  /** Shows what is happening now, and samples again; after a failure or an end it asks once more. */
  goOn(): void {
    if (this.#watching && this.#at === null) return
    if (this.#status === 'ended' || this.#status === 'failed') this.#status = 'idle'
    this.#isPaused = false
    this.#at = null
    this.#start()
    this.#draw()
  }

  toggle(): void {
    if (this.#isPaused) this.goOn()
    else if (this.#watching) this.pause()
  }

  /** Shows an earlier moment, which freezes the view. */
  lookBack(at: number): void {
    if (this.#watching) this.pause()
    this.#at = at
  }

  #start(): void {
    this.#stop()
    if (!this.#client || this.#isPaused || this.#status === 'ended' || this.#status === 'failed') return
    const watching = new AbortController()
    this.#watching = watching
    this.#status = 'starting'
    this.#problem = ''
    void this.#watch(this.#client, watching.signal)
  }

  #stop(): void {
    this.#watching?.abort()
    this.#watching = null
    if (this.#status === 'starting' || this.#status === 'watching') this.#status = 'idle'
  }

  async #watch(client: LabClient, signal: AbortSignal): Promise<void> {
    try {
      const request = { target: this.#target, hertz: this.#hertz }
      const frames = await client.inspector.watch(request, { signal })
      if (!signal.aborted) this.history.begin()
      for await (const frame of frames) {
        if (signal.aborted) return
        this.#add(frame)
      }
    } catch (error) {
      if (signal.aborted) return
      this.#status = 'failed'
      this.#problem = sentenceOf(error)
    }
    if (signal.aborted) return
    this.#watching = null
    if (this.#status === 'watching' || this.#status === 'starting') this.#status = 'ended'
    this.#draw()
  }

  #add(frame: InspectorFrame): void {
    const { to } = this.history
    this.history.add(frame)
    this.#cost = frame.cost
    if (frame.limits) this.#limits = frame.limits
    this.#status = frame.ended ? 'ended' : 'watching'
    // The last sample has nobody left in it; the one before it stays in view.
    if (frame.ended && Number.isFinite(to)) this.#at = to
    this.#drawSoon()
  }

  #drawSoon(): void {
    if (this.#drawing !== undefined) return
    const wait = this.#drawnAt + REDRAW_MS - performance.now()
    if (wait <= 0) this.#draw()
    else this.#drawing = setTimeout(() => this.#draw(), wait)
  }

  #draw(): void {
    clearTimeout(this.#drawing)
    this.#drawing = undefined
    this.#drawnAt = performance.now()
    this.#drawn++
  }
}
