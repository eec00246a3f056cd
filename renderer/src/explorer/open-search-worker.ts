/** A worker that answers one `SearchRequest`; whoever opens it terminates it. */
export function openSearchWorker(): Worker {
  return new Worker(new URL('./explorer-worker.ts', import.meta.url), { type: 'module' })
}
