export interface WorkloadPreset {
  /** What `threadlab simulate` takes in place of a file. */
  id: string
  title: string
  /** What happens in it, and what to look for. */
  situation: string
  text: string
  /** So many cores show it best. */
  cores: number
}

/** Workloads that each show one thing; their text is meant to be read and changed. */
export const WORKLOAD_PRESETS: readonly WorkloadPreset[] = [
  {
    id: 'long-job-first',
    title: 'Short jobs behind a long one',
    situation:
      'Three jobs arrive together, the long one a moment ahead in the queue. First in, first out makes the short ones wait for it; shortest job first halves the mean turnaround.',
    cores: 1,
    text: `process jobs {
  thread long { compute 100 ms }
  thread short1 { compute 10 ms }
  thread short2 { compute 10 ms }
}
`,
  },
  {
    id: 'late-short-jobs',
    title: 'Short jobs that arrive late',
    situation:
      'The long job has begun when the short ones arrive. A policy that never takes a core away lets them wait; the one that looks at what is left interrupts the long job.',
    cores: 1,
    text: `process jobs {
  thread long { compute 100 ms }
  thread short1 at 10 ms { compute 10 ms }
  thread short2 at 10 ms { compute 10 ms }
}
`,
  },
  {
    id: 'equal-jobs',
    title: 'Three equal jobs',
    situation:
      'Taking turns answers each of them soon and finishes all of them late. The shorter the turns, the more so: compare response and turnaround.',
    cores: 1,
    text: `process jobs {
  thread a { compute 50 ms }
  thread b { compute 50 ms }
  thread c { compute 50 ms }
}
`,
  },
  {
    id: 'interactive-and-batch',
    title: 'An editor beside a long computation',
    situation:
      'The editor computes for a moment at each key and then waits for the next. How long it waits for a core is what its user feels; the batch job only wants to be done.',
    cores: 1,
    text: `process editor {
  thread keys nice -5 tickets 200 {
    repeat 25 { io 15 ms; compute 1 ms }
  }
}
process batch {
  thread video { compute 300 ms }
}
`,
  },
  {
    id: 'disk-and-processor',
    title: 'One waits for the disk, one computes',
    situation:
      'While one thread waits for the disk, the other can compute. A policy that gives the core back soon after each wait keeps disk and processor busy at once.',
    cores: 1,
    text: `process reader {
  thread disk {
    repeat 5 { compute 10 ms; io 10 ms }
  }
}
process worker {
  thread processor { compute 50 ms }
}
`,
  },
  {
    id: 'shares',
    title: 'Shares of a core',
    situation:
      'Three that always want the core. Lottery and stride divide it by tickets (1 : 2 : 4), EEVDF by nice value, where each step is about a quarter more or less; the other policies look at neither.',
    cores: 1,
    text: `process modest { thread small nice 3 tickets 50 { compute 400 ms } }
process usual { thread middle tickets 100 { compute 400 ms } }
process greedy { thread large nice -3 tickets 200 { compute 400 ms } }
`,
  },
  {
    id: 'lock-convoy',
    title: 'A convoy at a lock',
    situation:
      'Four threads on four cores need one lock for most of their work. They queue at it one behind the other; most of the cores stand idle, and adding cores changes nothing.',
    cores: 4,
    text: `mutex table
process server {
  thread worker ×4 {
    repeat 10 {
      compute 0.5 ms
      lock table
      compute 2 ms
      unlock table
    }
  }
}
`,
  },
  {
    id: 'producer-and-consumer',
    title: 'Producer and consumer',
    situation:
      'A channel holds four messages between a fast producer and a slower consumer. Once it is full, the producer goes at the pace of the consumer.',
    cores: 2,
    text: `channel parcels 4
process pipeline {
  thread producer {
    repeat 20 { compute 1 ms; send parcels }
  }
  thread consumer {
    repeat 20 { receive parcels; compute 3 ms }
  }
}
`,
  },
  {
    id: 'reader-crowd',
    title: 'A crowd of readers and one writer',
    situation:
      'Readers may hold the lock together, the writer only alone. Look at how long the writer waits, and what its turn does to the readers.',
    cores: 4,
    text: `rwlock catalogue
process library {
  thread reader ×6 {
    repeat 6 {
      read-lock catalogue
      compute 2 ms
      read-unlock catalogue
      io 1 ms
    }
  }
  thread writer at 1 ms {
    repeat 4 {
      write-lock catalogue
      compute 1 ms
      write-unlock catalogue
      io 4 ms
    }
  }
}
`,
  },
  {
    id: 'threads-for-work',
    title: 'A server with a thread for each request',
    situation:
      'Eight requests, each handled by a thread that the server starts. Compare it with the same server that starts processes: without costs they are alike, and with the costs of this machine they are not.',
    cores: 2,
    text: `process server {
  thread listener set 64 KiB {
    compute 0.4 ms
    spawn request
    compute 0.5 ms
  }
  thread request ×8 spawned set 64 KiB {
    repeat 4 { compute 1 ms; io 1 ms }
  }
}
`,
  },
  {
    id: 'processes-for-work',
    title: 'A server with a process for each request',
    situation:
      'The same work in eight processes: creating each costs more, and every switch between them changes the address space.',
    cores: 2,
    text: `process server {
  thread listener set 64 KiB {
    compute 0.4 ms
    spawn request1; spawn request2; spawn request3; spawn request4
    spawn request5; spawn request6; spawn request7; spawn request8
    compute 0.5 ms
  }
}
${Array.from(
  { length: 8 },
  (_, i) =>
    `process child${i + 1} { thread request${i + 1} spawned set 64 KiB { repeat 4 { compute 1 ms; io 1 ms } } }\n`,
).join('')}`,
  },
  {
    id: 'many-cores',
    title: 'Many short tasks on many cores',
    situation:
      'Forty-eight tasks in four waves on eight cores, some of them tied to the first two. With one queue for each core, see how the work is balanced and what may not move.',
    cores: 8,
    text: `process site1 {
  thread page ×16 { compute 3 ms; io 2 ms; compute 1 ms }
  thread pinned ×4 at 1 ms on 0,1 { compute 6 ms }
}
process site2 {
  thread query ×16 at 4 ms { compute 2 ms; io 5 ms; compute 2 ms }
  thread report ×12 at 9 ms { compute 5 ms }
}
`,
  },
  {
    id: 'two-locks',
    title: 'Two locks in the opposite order',
    situation:
      'Each thread takes one lock and then wants that of the other. On two cores they wait for each other for ever; on one core it depends on whether the policy interrupts the first between its two locks.',
    cores: 2,
    text: `mutex from
mutex to
process bank {
  thread deposit { lock from; compute 5 ms; lock to; compute 1 ms; unlock to; unlock from }
  thread withdraw { lock to; compute 5 ms; lock from; compute 1 ms; unlock from; unlock to }
  thread report at 6 ms { compute 8 ms }
}
`,
  },
  {
    id: 'real-computes',
    title: 'To be run for real: four that compute',
    situation:
      'Four threads that do nothing but compute, one of them nicer and one late. It can be run on this machine in about a second, and its real timeline laid beneath the simulated one.',
    cores: 2,
    text: `process real {
  thread a { compute 300 ms }
  thread b { compute 300 ms }
  thread nicer nice 5 { compute 300 ms }
  thread late at 200 ms { compute 100 ms }
}
`,
  },
  {
    id: 'real-sleepers',
    title: 'To be run for real: sleepers beside a worker',
    situation:
      'Two threads that sleep and compute in turn beside one that only computes, all on one core. It can be run on this machine in about a second.',
    cores: 1,
    text: `process real {
  thread worker { compute 400 ms }
  thread sleeper ×2 at 20 ms {
    repeat 20 { io 15 ms; compute 5 ms }
  }
}
`,
  },
]
