import { uptime } from 'node:os'
import type { InspectorFrame, InspectorRequest } from '../../contract/inspector.ts'
import { systemRoot } from '../machine/small-file.ts'
import { readAccountDelay } from './account-delay.ts'
import { Frames, takeMoment } from './frames.ts'
import { listsOwnProcessesOnly } from './proc-mount.ts'
import type { Sampler } from './reading.ts'
import { Roles, type Self } from './roles.ts'

/**
 * The frames of what a sampler reads, until the signal is aborted, the consumer stops, or nobody that was to be followed is
 * left. The sampler stays the caller's to close. Throws ProbeFailure when it died by itself.
 */
export async function* inspect(
  { target, hertz }: InspectorRequest,
  signal: AbortSignal,
  self: Self,
  sampler: Sampler,
): AsyncGenerator<InspectorFrame, void> {
  const frames = new Frames({
    reader: sampler.kind,
    hertz,
    listsOwnOnly: (target.follow === 'all' || target.follow === 'name') && listsOwnProcessesOnly(systemRoot),
    accountDelay: readAccountDelay(systemRoot),
    endsWhenEmpty: target.follow === 'process',
    roles: new Roles(self),
    begun: takeMoment(uptime()),
    hostSpentMs,
  })
  try {
    for await (const reading of sampler.readings()) {
      const frame = frames.take(reading)
      yield frame
      if (frame.ended || signal.aborted) return
    }
  } catch (error) {
    // A reader that was ended on purpose has not failed.
    if (!signal.aborted) throw error
  }
}

function hostSpentMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
