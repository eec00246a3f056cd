import { formatBytes } from '../../../contract/figures.ts'
import type { Outcome } from '../../../contract/outcome.ts'
import type { Experiment, ExperimentEvent, ExperimentRequest, ExperimentResult, Means } from '../experiment.ts'
import { measureWithProbes, type OpenedProbe, type ProbeRequest } from '../probe-measurement.ts'
import { nativeBatch, neededBytes, nodeBatch, samplesPerBlock } from './batches.ts'
import { comparisons } from './comparisons.ts'
import { contradiction } from './evidence.ts'
import { findings } from './findings.ts'
import { MessageTape } from './message-tape.ts'
import { NodeMessageSubject } from './node-subject.ts'
import { messageSizes, PARAMETERS, placementOf } from './parameters.ts'
import { Peers } from './peers.ts'
import { predictMessages } from './prediction.ts'
import { describeSeries, NATIVE_MECHANISMS, NODE_MECHANISMS, PARTS, type Sides } from './series.ts'

const MIB = 1 << 20
/** What is left free for everything else when the host itself holds messages. */
const RESERVE_BYTES = 1 << 30
/** Engines keep copies until they collect them. */
const COPIES_IN_NODE = 4

export const communication: Experiment = {
  id: 'communication',
  title: 'Communication',
  question: 'What does sharing cost against sending?',
  group: 'measure',
  method:
    'Two sides pass messages of one size: there and back one at a time, then one way without a pause. Whoever receives a message compares all of its bytes with what was sent, when the time is taken. Small blocks of all series alternate in random order.',
  parameters: () => PARAMETERS,
  parts: [
    {
      id: 'latency',
      unit: 'ns',
      title: 'One way',
      explanation:
        'Half of the time from before a message is sent until it is back: each way, all of it leaves the sender’s memory and is in the receiver’s.',
    },
    {
      id: 'streamed',
      unit: 'ns',
      title: 'In a stream',
      explanation:
        'Time for each message when many follow each other one way, from the start of the first until the last has arrived. The bandwidth is bytes over this time.',
    },
  ],
  budgetSeconds: { full: 40, quick: 10 },
  series: describeSeries,
  run,
  comparisons,
  findings,
}

async function* run(request: ExperimentRequest, means: Means): AsyncGenerator<ExperimentEvent, ExperimentResult> {
  const { parameters, series, seed, signal } = request
  const sizes = messageSizes(parameters)
  const requests = sizes.flatMap((bytes) =>
    (['threads', 'processes'] as const).flatMap((sides) => messageProbes(bytes, sides, request, means)),
  )
  const peers = new Peers(new MessageTape(sizes.at(-1) ?? 0, seed))
  const wanted = NODE_MECHANISMS.filter(({ id }) => series.includes(id))
  const room = means.availableBytes() - RESERVE_BYTES - sum(requests.map(({ neededBytes: needed = 0 }) => needed))
  const fits = (bytes: number): boolean => nodeBytes(bytes) <= room
  const others = sizes.filter(fits).flatMap((bytes) => wanted.map(({ id }) => new NodeMessageSubject(id, bytes, peers)))
  async function* before(opened: readonly OpenedProbe[]): AsyncGenerator<ExperimentEvent, void> {
    yield {
      type: 'preparing',
      phase: 'calibrating',
      note: 'measuring the other sizes to predict one between them',
    }
    const subjects = opened.flatMap((one) => one.subjects)
    const { predictions, reason } = await predictMessages(subjects, seed, signal)
    for (const prediction of predictions) yield { type: 'prediction', prediction }
    if (reason !== null) yield { type: 'observation', observation: { name: 'no-prediction', facts: { reason } } }
  }
  try {
    const result = yield* measureWithProbes({ requests, others, before }, request, means)
    const tooLarge = sizes.filter((bytes) => !fits(bytes)).flatMap((bytes) => wanted.map(({ id }) => ({ id, bytes })))
    return {
      ...result,
      unmeasured: [
        ...result.unmeasured,
        ...tooLarge.flatMap(({ id, bytes }) =>
          PARTS.map((part) => ({
            identity: { id, part, condition: { bytes, placement: 'free' } },
            outcome: lackOfMemory(bytes, room),
          })),
        ),
      ],
    }
  } finally {
    await peers.close()
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const nodeBytes = (bytes: number): number => COPIES_IN_NODE * neededBytes(bytes, nodeBatch(bytes))

function lackOfMemory(bytes: number, room: number): Outcome {
  const reason = `its ${Math.ceil(nodeBytes(bytes) / MIB)} MiB do not fit: ${Math.max(0, Math.floor(room / MIB))} MiB are free beyond the reserve of ${RESERVE_BYTES / MIB} MiB`
  return { status: 'skipped', reason }
}

/** Threads and processes are the other sides of different probes: a process with a second thread is another one. */
function messageProbes(
  bytes: number,
  sides: Sides,
  { parameters, series, seed }: ExperimentRequest,
  means: Means,
): ProbeRequest[] {
  const placement = placementOf(parameters)
  const batch = nativeBatch(bytes)
  const { roundTrips, streamed } = batch
  const absent = placement === 'other-core' ? missingCore(means) : null
  const own = NATIVE_MECHANISMS.filter((one) => one.sides === sides && series.includes(one.id)).map(({ id }) => id)
  if (own.length === 0) return []
  return [
    {
      experiment: 'communication',
      options: {
        bytes,
        'round-trips': roundTrips,
        streamed,
        seed,
        partner: sides === 'threads' ? 'thread' : 'process',
        placement,
      },
      series: own,
      condition: { bytes, placement },
      parts: PARTS,
      batch: 2 * roundTrips,
      blockSize: samplesPerBlock(bytes),
      note: `preparing messages of ${formatBytes(bytes)} between ${sides}`,
      neededBytes: neededBytes(bytes, batch),
      facts: { sides },
      contradiction: (samples) => contradiction(samples, { bytes, roundTrips, streamed, placement }),
      ...(absent ? { absent } : {}),
    },
  ]
}

function missingCore({ allowedCores }: Means): Outcome | null {
  return allowedCores()?.length === 1
    ? { status: 'skipped', reason: 'there is no second core that this program may run on' }
    : null
}
