import type { ConstantRule } from './constant-rule.ts'
import { FORK, memoryLine, switchLine } from './lines.ts'
import { messageConstants } from './message-constants.ts'
import { PUBLISHED } from './published.ts'

const SMALL_PARENT = { parentMiB: 0, placement: 'one-core' }
const PLAIN_SWITCH = { handover: 'switch', workingSetKiB: 0, ring: 2 }
const ONE_CORE = { placement: 'one-core' }
const DEFAULT_STACK = { stackKiB: 8192 }

const CREATION: readonly ConstantRule[] = [
  {
    ...{ id: 'fork.fixed', title: 'fork, fixed part', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'What fork takes until the child is gone again, apart from copying the parent’s page tables.',
    taken: { by: 'line', line: FORK, coefficient: 'fixed' },
    published: PUBLISHED.fork,
  },
  {
    ...{ id: 'fork.page', title: 'fork, for each page-table page', experiment: 'creation-cost' },
    unit: 'ns per page-table page',
    explanation:
      'What fork takes more for every 2 MiB that the parent has touched in 4 KiB pages: one page of page tables.',
    taken: { by: 'line', line: FORK, coefficient: 'perUnit' },
  },
  {
    ...{ id: 'fork.call', title: 'fork, until it returns', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'How long the creator of a process is held up by the call, its parent having touched no memory.',
    taken: { by: 'figure', series: 'fork', part: 'called', condition: SMALL_PARENT },
  },
  {
    ...{ id: 'exec', title: 'exec', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'What running a tiny static program in the child takes more than fork alone.',
    taken: {
      by: 'difference',
      of: { series: 'fork-exec', part: 'joined', condition: SMALL_PARENT },
      less: { series: 'fork', part: 'joined', condition: SMALL_PARENT },
    },
  },
  {
    ...{ id: 'spawn', title: 'posix_spawn', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'Starting a tiny static program without copying page tables, until it is gone.',
    taken: { by: 'figure', series: 'posix-spawn', part: 'joined', condition: SMALL_PARENT },
  },
  {
    ...{ id: 'thread', title: 'Thread', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'pthread_create until pthread_join has returned.',
    taken: { by: 'figure', series: 'pthread', part: 'joined', condition: SMALL_PARENT },
    published: PUBLISHED.thread,
  },
  {
    ...{ id: 'thread.call', title: 'pthread_create, until it returns', unit: 'ns', experiment: 'creation-cost' },
    explanation: 'How long the creator of a thread is held up by the call.',
    taken: { by: 'figure', series: 'pthread', part: 'called', condition: SMALL_PARENT },
  },
  {
    ...{ id: 'clone.nothing', title: 'clone, nothing shared', unit: 'ns', experiment: 'clone-flags' },
    explanation: 'A task by clone without any flag: everything of its creator is copied.',
    taken: { by: 'figure', series: 'fork-flags', part: 'joined', condition: ONE_CORE },
  },
  {
    ...{ id: 'clone.all', title: 'clone, all shared', unit: 'ns', experiment: 'clone-flags' },
    explanation: 'A task by clone with the flags of a thread: nothing has to be copied.',
    taken: { by: 'figure', series: 'pthread-flags', part: 'joined', condition: ONE_CORE },
  },
]

const SWITCH: readonly ConstantRule[] = [
  {
    ...{ id: 'switch.within', title: 'Switch within an address space', unit: 'ns', experiment: 'context-switch' },
    explanation:
      'A handover by futex between two threads of one process on one core. The two system calls of the handover are in it.',
    taken: { by: 'figure', series: 'futex-threads', part: 'handover', condition: PLAIN_SWITCH },
    published: PUBLISHED.switchOfThreads,
  },
  {
    ...{ id: 'switch.between', title: 'Switch between address spaces', unit: 'ns', experiment: 'context-switch' },
    explanation: 'The same between two processes: the core also changes to another address space.',
    taken: { by: 'figure', series: 'futex-processes', part: 'handover', condition: PLAIN_SWITCH },
  },
  {
    ...{ id: 'switch.wake-up', title: 'Cross-core wake-up', unit: 'ns', experiment: 'context-switch' },
    explanation: 'A handover by futex to a thread on another core, which is interrupted or woken. It is no switch.',
    taken: {
      by: 'figure',
      series: 'futex-threads',
      part: 'handover',
      condition: { ...PLAIN_SWITCH, handover: 'wake-up' },
    },
  },
  ...(['threads', 'processes'] as const).map((sides): ConstantRule => ({
    ...{ id: `refill.${sides}`, title: `Refill, between ${sides}`, experiment: 'context-switch' },
    unit: 'ns per cache line',
    explanation: `What a switch between ${sides} takes more for each cache line of its working set that the other has displaced, up to 256 KiB.`,
    taken: { by: 'line', line: switchLine(sides), coefficient: 'perUnit' },
  })),
]

const MEMORY: readonly ConstantRule[] = [
  {
    ...{ id: 'memory.thread', title: 'One more thread', unit: 'B per unit', experiment: 'memory' },
    explanation: 'Memory that each further idle POSIX thread takes: touched stack, page tables, kernel stack.',
    taken: { by: 'line', line: { ...memoryLine('thread'), usual: DEFAULT_STACK }, coefficient: 'perUnit' },
    published: PUBLISHED.threadMemory,
  },
  {
    ...{ id: 'memory.fork', title: 'One more forked process', unit: 'B per unit', experiment: 'memory' },
    explanation: 'Memory that each further forked copy of a small C program takes while it waits.',
    taken: { by: 'line', line: memoryLine('fork'), coefficient: 'perUnit' },
  },
  {
    ...{ id: 'memory.fork-exec', title: 'One more program', unit: 'B per unit', experiment: 'memory' },
    explanation: 'Memory that each further tiny static program takes, as a process of its own.',
    taken: { by: 'line', line: memoryLine('fork-exec'), coefficient: 'perUnit' },
  },
  {
    ...{ id: 'memory.worker', title: 'One more Worker of Node', unit: 'B per unit', experiment: 'memory' },
    explanation: 'Memory of an idle Worker: a thread with a JavaScript engine of its own.',
    taken: { by: 'figure', series: 'worker-thread', part: 'total', condition: {} },
  },
  {
    ...{ id: 'memory.child', title: 'One more Node process', unit: 'B per unit', experiment: 'memory' },
    explanation: 'Memory of an idle Node program that Node has started.',
    taken: { by: 'figure', series: 'child-process', part: 'total', condition: {} },
  },
]

/** Every constant of the cost model, in the order of the experiments that measure them. */
export const CATALOGUE: readonly ConstantRule[] = [...CREATION, ...SWITCH, ...messageConstants(), ...MEMORY]
