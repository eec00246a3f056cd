/**
 * What the common wait channels mean: the function of the kernel in which a thread sleeps, as `/proc/<pid>/task/<tid>/wchan`
 * names it. A channel is found by how it begins, since kernels and compilers add to the names (`futex_wait_queue_me`,
 * `do_poll.constprop.0`). Names are those of Linux 5.4 to 6.18.
 */
const MEANINGS: readonly (readonly [beginnings: readonly string[], meaning: string])[] = [
  [['futex_'], 'waits for a lock that another thread holds, or for a condition that another thread will signal'],
  [
    ['ep_poll', 'do_epoll'],
    'waits until one of the files, sockets or timers that it watches is ready: an event loop at rest',
  ],
  [
    ['do_poll', 'poll_schedule_timeout', 'do_sys_poll', 'do_ppoll'],
    'waits until one of a few descriptors is ready, or a time is over',
  ],
  [['do_select', 'core_sys_select'], 'waits until one of a set of descriptors is ready, or a time is over'],
  [['io_cqring_wait'], 'waits for input or output that it gave the kernel to do'],
  [['pipe_read', 'anon_pipe_read'], 'waits for somebody to write into a pipe'],
  [['pipe_write', 'anon_pipe_write'], 'waits for room in a pipe that its reader does not empty fast enough'],
  [['wait_for_partner', 'fifo_open'], 'waits for the other end of a named pipe to be opened'],
  [['hrtimer_nanosleep', 'do_nanosleep', 'common_nsleep', 'clock_nanosleep'], 'sleeps for a time that it chose itself'],
  [['do_wait', 'kernel_wait4', 'kernel_waitid'], 'waits for a child process to end or to stop'],
  [['wait_for_vfork', 'kernel_clone'], 'waits until the child that it started has its own program'],
  [['unix_stream_connect', 'unix_wait_for_peer'], 'waits for another process to take its connection or its message'],
  [
    ['unix_stream', '__skb_wait_for_more_packets', 'unix_dgram'],
    'waits for a message from another process on a local socket',
  ],
  [['inet_csk_accept', 'inet_csk_wait_for_connect'], 'waits for somebody to connect to it over the network'],
  [['inet_stream_connect', 'inet_wait_for_connect'], 'waits for the other side to take its connection'],
  [['sk_wait_data', 'tcp_recvmsg', 'tcp_data_wait'], 'waits for data from the network'],
  [
    ['sk_stream_wait_memory', 'sock_alloc_send', 'sock_wait_for_wmem'],
    'waits for room to send: the other side does not take its data fast enough',
  ],
  [['sigsuspend', 'do_sigtimedwait', 'do_sys_pause', '__x64_sys_pause', '__do_sys_pause'], 'waits for a signal'],
  [['signalfd_'], 'waits for a signal, which it reads as if from a file'],
  [['eventfd_read'], 'waits for another thread to raise an event counter'],
  [['timerfd_read'], 'waits for a timer'],
  [['inotify_read', 'fanotify_read'], 'waits for a file to change'],
  [['do_signal_stop'], 'was stopped by a signal, and goes on when SIGCONT comes'],
  [['ptrace_stop'], 'is held by a debugger or tracer'],
  [['do_freezer_trap', '__refrigerator'], 'is frozen together with its control group'],
  [['seccomp_do_user_notification'], 'waits for its sandbox to decide about a system call'],
  [
    [
      'io_schedule',
      'folio_wait_bit',
      'wait_on_page_bit',
      'wait_on_buffer',
      'bit_wait_io',
      'blk_',
      'rq_qos_wait',
      'submit_bio_wait',
      'dio_await',
    ],
    'waits for a disk',
  ],
  [['jbd2_', 'ext4_', 'xfs_', 'btrfs_', 'wait_transaction', 'wbt_wait'], 'waits for the file system'],
  [['nfs_', 'rpc_wait'], 'waits for a file server on the network'],
  [['fuse_', 'request_wait_answer', '__fuse_request_send'], 'waits for a file system that a program provides'],
  [['flock_', 'posix_lock', 'locks_'], 'waits for a lock on a file'],
  [
    ['rwsem_down', '__down', 'down_', 'mutex_lock', '__mutex_lock', 'percpu_'],
    'waits for a lock inside the kernel, often that of an address space or a folder',
  ],
  [['do_msgrcv', 'do_msgsnd', 'wq_sleep', 'do_mq_'], 'waits at a message queue'],
  [['do_semtimedop'], 'waits for a semaphore that processes share'],
  [['n_tty_read', 'tty_', 'wait_woken'], 'waits for somebody to type'],
  [['handle_userfault'], 'waits for another thread to bring in a page of its memory'],
  [['kvm_vcpu', 'kvm_arch_vcpu'], 'is a processor of a virtual machine that has nothing to do'],
  [
    ['wait_for_completion', '__wait_for_common', 'wait_for_common'],
    'waits for the kernel to finish something on its behalf',
  ],
  [['worker_thread', 'rescuer_thread'], 'is a worker of the kernel without work'],
  [
    [
      'kthread',
      'smpboot_thread',
      'irq_thread',
      'kswapd',
      'kcompactd',
      'khugepaged',
      'ksm_',
      'rcu_',
      'kauditd',
      'devtmpfs',
      'oom_reap',
      'balance_',
      'watchdog',
      'migration',
      'psi_rtpoll',
      'hwrng',
      'scsi_error',
    ],
    'is a thread of the kernel without work',
  ],
  [['do_exit', 'exit_', 'zap_pid_ns', 'do_task_dead'], 'is about to end'],
]

/** What a thread waits for in this wait channel, continuing the sentence "it …"; null for a channel that is not known here. */
export function waitMeaning(channel: string): string | null {
  return MEANINGS.find(([beginnings]) => beginnings.some((beginning) => channel.startsWith(beginning)))?.[1] ?? null
}
