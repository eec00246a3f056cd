import { z } from 'zod'

/*
 * The machine card: what an engineer has to know about a machine before trusting a figure measured on it.
 * One rule holds throughout: `null` means that this system does not say. A value is never guessed.
 */

const count = z.number().int().nonnegative()

/** A cap on something countable. `'unlimited'` was read as such; `null` could not be read. */
export const Cap = z.union([z.number().nonnegative(), z.literal('unlimited')]).nullable()
export type Cap = z.infer<typeof Cap>

/** A resource limit of our own process, which every probe we start inherits. */
export const ResourceLimit = z.object({ soft: Cap, hard: Cap })
export type ResourceLimit = z.infer<typeof ResourceLimit>

/** The hardware threads that are alike. A symmetric machine has one kind, a hybrid one several. */
export const CoreKind = z.object({
  /** `performance`, `efficiency`, `low-power`, the name of an Arm core, or null where all are alike and unnamed. */
  name: z.string().nullable(),
  /** How many hardware threads are of this kind. */
  hardwareThreads: count,
  /** Their numbers, as `sched_setaffinity` takes them; null where the system gives a count only. */
  cpus: z.array(count).nullable(),
  /** The kernel's relative capacity, 1024 for the strongest core (`cpu_capacity`). */
  capacity: z.number().nullable(),
})
export type CoreKind = z.infer<typeof CoreKind>

/** Caches that are alike in level, type, size and sharing. */
export const Cache = z.object({
  level: count,
  type: z.enum(['data', 'instruction', 'unified']),
  /** The size of one instance. */
  bytes: count,
  /** Hardware threads that share one instance. */
  sharedBy: count.nullable(),
  /** How many such caches the machine has. */
  instances: count.nullable(),
  lineBytes: count.nullable(),
})
export type Cache = z.infer<typeof Cache>

/** The processor, as it is switched on: CPUs that are offline are not counted. */
export const Processor = z.object({
  model: z.string().nullable(),
  vendor: z.string().nullable(),
  sockets: count.nullable(),
  cores: count.nullable(),
  hardwareThreads: count.nullable(),
  /** The largest number of hardware threads on one core: 2 on a hybrid where only some cores have two. */
  threadsPerCore: count.nullable(),
  coreKinds: z.array(CoreKind).nullable(),
  caches: z.array(Cache).nullable(),
})
export type Processor = z.infer<typeof Processor>

/** Whether the cores' speed may change while a series is measured. Inside a virtual machine the host decides and does not say. */
export const Frequency = z.object({
  /** The governor in force, several joined with ` + ` where policies differ, null if none is exposed. */
  governor: z.string().nullable(),
  driver: z.string().nullable(),
  minimumHz: z.number().nullable(),
  maximumHz: z.number().nullable(),
  /** Whether cores may exceed their base frequency (turbo, boost). */
  boost: z.boolean().nullable(),
  /** Whether the frequency may change during a run, by the governor's choice or by boost. */
  scales: z.boolean().nullable(),
})
export type Frequency = z.infer<typeof Frequency>

export const Virtualisation = z.object({
  /** `none`: we run on the hardware itself. */
  kind: z.enum(['none', 'virtual-machine']),
  /** Its name, such as `KVM`; null where there is none, or where it hides its name. */
  hypervisor: z.string().nullable(),
})
export type Virtualisation = z.infer<typeof Virtualisation>

/** Pages of memory: `fork` copies page tables, so their size decides what it costs. */
export const Pages = z.object({
  /** The size of a base page. */
  bytes: count.nullable(),
  /** The settings in force, `always`, `madvise` or `never` for `enabled`. Null where the kernel has no such pages. */
  transparentHuge: z
    .object({ enabled: z.string().nullable(), defrag: z.string().nullable(), bytes: count.nullable() })
    .nullable(),
})
export type Pages = z.infer<typeof Pages>

/** What the machine, the kernel and our control group allow us to create. */
export const Limits = z.object({
  /** Tasks (threads included) of our user: RLIMIT_NPROC. Not enforced for a privileged user. */
  userTasks: ResourceLimit,
  /** Open descriptors a process: RLIMIT_NOFILE. Node raises its own soft limit to the hard one at start. */
  openFiles: ResourceLimit,
  /** RLIMIT_STACK: the soft limit is also the default stack size of a new thread in glibc. */
  stackBytes: ResourceLimit,
  /** /proc/sys/kernel/pid_max: one more than the largest task number. */
  pidMax: count.nullable(),
  /** /proc/sys/kernel/threads-max: tasks of all users together. */
  systemTasks: count.nullable(),
  /** /proc/sys/vm/max_map_count: mappings a process; a thread's stack and its guard take two. */
  mappings: count.nullable(),
  /** The tightest of our own control group and its visible ancestors. */
  controlGroup: z.object({
    /** Processor time a second, in CPUs: 0.5 is half of one CPU. */
    cpus: Cap,
    memoryBytes: Cap,
    tasks: Cap,
  }),
})
export type Limits = z.infer<typeof Limits>

/** Processor time since boot, summed over all CPUs, in clock ticks (100 a second on nearly every Linux). */
export const CpuTicks = z.object({
  user: count,
  nice: count,
  system: count,
  idle: count,
  iowait: count,
  irq: count,
  softirq: count,
  /** Time in which we wanted to run and the hypervisor ran another guest. */
  steal: count,
  /** The sum of the eight above. Guest time is already inside `user` and `nice`. */
  total: count,
  /** Tasks created since boot, threads included: not a number of ticks. */
  processes: count,
})
export type CpuTicks = z.infer<typeof CpuTicks>

/** What changes from second to second. */
export const MachineLoad = z.object({
  /** Tasks running, ready or in uninterruptible sleep, averaged by the kernel; null on Windows, which has none. */
  averages: z
    .object({
      oneMinute: z.number().nonnegative(),
      fiveMinutes: z.number().nonnegative(),
      fifteenMinutes: z.number().nonnegative(),
    })
    .nullable(),
  /** Tasks running or ready now, the reader of this figure included. */
  runningTasks: count.nullable(),
  /** Tasks that exist now. */
  tasks: count.nullable(),
  /** What can be had without swapping (`MemAvailable`). */
  memoryAvailableBytes: count.nullable(),
  ticks: CpuTicks.nullable(),
})
export type MachineLoad = z.infer<typeof MachineLoad>

export const MachineCard = z.object({
  /** When the changing part was read. */
  readAt: z.iso.datetime(),
  /** Node's name for the platform: `linux`, `darwin`, `win32`. */
  platform: z.string(),
  /** The machine's name for its instruction set: `x86_64`, `aarch64`. */
  architecture: z.string(),
  kernel: z.object({ name: z.string(), release: z.string(), version: z.string() }),
  /** The distribution or product with its version: `Debian GNU/Linux 12 (bookworm)`. */
  operatingSystem: z.string().nullable(),
  /** The C library of our own process, under which threads are created. */
  libc: z.object({ name: z.enum(['glibc', 'musl']), version: z.string().nullable() }).nullable(),
  processor: Processor,
  frequency: Frequency,
  virtualisation: Virtualisation.nullable(),
  /** The container runtime that left its mark, null where none was found. */
  container: z.string().nullable(),
  /** Vulnerability to the kernel's text about it, from /sys/devices/system/cpu/vulnerabilities. */
  mitigations: z.record(z.string(), z.string()).nullable(),
  pages: Pages,
  memory: z.object({
    totalBytes: count,
    availableBytes: count.nullable(),
    swapTotalBytes: count.nullable(),
    swapFreeBytes: count.nullable(),
  }),
  limits: Limits,
  placement: z.object({
    /** The CPUs we may run on: our affinity and cpuset. */
    allowedCpus: z.array(count).nullable(),
    /** CPUs kept out of the scheduler's balancing by the boot option `isolcpus`. */
    isolatedCpus: z.array(count).nullable(),
  }),
  load: MachineLoad,
  /** Stolen ticks / all ticks since boot, 0 to 1. */
  stealShareSinceBoot: z.number().min(0).max(1).nullable(),
  clock: z.object({
    /** The kernel's clock source: `tsc` and `arch_sys_counter` are read without a system call. */
    source: z.string().nullable(),
    /** The smallest step seen between successive readings of the monotonic clock: its resolution, or the cost of a reading if that is more. */
    resolutionNs: z.number().positive().nullable(),
    /** One reading from JavaScript, the mean of the fastest block. A reading from C costs less. */
    readingNs: z.number().positive().nullable(),
  }),
  counters: z.object({
    /** /proc/sys/kernel/perf_event_paranoid: 2 allows our own user-space events, 3 and 4 none at all. */
    perfEventParanoid: z.number().int().nullable(),
    /** Whether the kernel has a driver for hardware counters; virtual machines often have none. */
    hardware: z.boolean().nullable(),
  }),
  runtime: z.object({
    node: z.string(),
    v8: z.string(),
    libuv: z.string(),
    electron: z.string().nullable(),
    /** What this build of the runtime was compiled for: differs from the machine's under translation. */
    architecture: z.string(),
  }),
})
export type MachineCard = z.infer<typeof MachineCard>
