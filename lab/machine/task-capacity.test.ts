import { describe, expect, it, onTestFinished } from 'vitest'
import { layOutMachine } from './fixture-machine.ts'
import { readLimits } from './limits.ts'
import { capacityFor, readTaskRoom, type Room } from './task-capacity.ts'

const GIB = 1024 ** 3

const status = (uid: number, threads: number, capabilities = '0'): string =>
  `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nThreads:\t${threads}\nCapEff:\t${capabilities}\n`

const limitsTable = (processes: string, more = ''): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax processes             ${processes}                 ${processes}                 processes\n${more}`

/** A machine on which user 1000 runs 40 tasks of 300. */
const MACHINE: Record<string, string> = {
  'proc/self/uid_map': '         0          0 4294967295\n',
  'proc/self/status': status(1000, 10),
  'proc/1/status': status(0, 1),
  'proc/200/status': status(1000, 10),
  'proc/201/status': status(1000, 30),
  'proc/self/limits': limitsTable('500'),
  'proc/loadavg': '0.1 0.2 0.3 2/300 4711\n',
  'proc/sys/kernel/pid_max': '32768\n',
  'proc/sys/kernel/threads-max': '100000\n',
  'proc/sys/vm/max_map_count': '65530\n',
  'proc/sys/vm/overcommit_memory': '0\n',
  'proc/meminfo': 'CommitLimit:    1048576 kB\nCommitted_AS:    524288 kB\n',
}

function roomOf(more: Record<string, string> = {}, availableBytes = 8 * GIB): Room[] {
  const machine = layOutMachine({ ...MACHINE, ...more })
  onTestFinished(() => machine.remove())
  return readTaskRoom(machine, readLimits(machine), availableBytes)
}

const leftOf = (room: readonly Room[], limit: string): number | undefined =>
  room.find((one) => one.limit === limit)?.left

describe('the room that limits leave', () => {
  it('counts what is there already off each limit', () => {
    const room = roomOf()
    expect(leftOf(room, 'RLIMIT_NPROC')).toBe(460)
    expect(leftOf(room, 'pid_max')).toBe(32_768 - 600)
    expect(leftOf(room, 'threads-max')).toBe(99_700)
    expect(leftOf(room, 'max_map_count')).toBe(65_530)
    expect(leftOf(room, 'free memory')).toBe(8 * GIB)
  })

  it.each([
    ['the machine’s root', { 'proc/self/status': status(0, 1) }],
    ['CAP_SYS_RESOURCE', { 'proc/self/status': status(1000, 10, '0000000001000000') }],
    ['CAP_SYS_ADMIN', { 'proc/self/status': status(1000, 10, '0000000000200000') }],
  ])('has no limit on its tasks for %s', (_, more) => {
    expect(leftOf(roomOf(more), 'RLIMIT_NPROC')).toBeUndefined()
  })

  it('has one for the root of a user namespace, whatever its capabilities', () => {
    const room = roomOf({
      'proc/self/uid_map': '         0       1000          1\n',
      'proc/self/status': status(0, 1, '000001ffffffffff'),
    })
    expect(leftOf(room, 'RLIMIT_NPROC')).toBe(499)
  })

  it('knows no limit where there is none, and none that it cannot read', () => {
    const room = roomOf({ 'proc/self/limits': limitsTable('unlimited'), 'proc/loadavg': '' })
    expect(room.map(({ limit }) => limit)).toEqual(['max_map_count', 'free memory'])
  })

  it('takes the tightest of the control groups', () => {
    const folder = 'sys/fs/cgroup'
    const room = roomOf({
      'proc/self/cgroup': '0::/a/b\n',
      'proc/self/mountinfo': '35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      [`${folder}/cgroup.controllers`]: 'pids\n',
      [`${folder}/a/pids.max`]: '1000\n',
      [`${folder}/a/pids.current`]: '950\n',
      [`${folder}/a/b/pids.max`]: '100\n',
      [`${folder}/a/b/pids.current`]: '20\n',
    })
    expect(leftOf(room, 'the control group’s pids.max')).toBe(50)
  })

  it.each([
    [
      'version 2',
      '0::/a/b\n',
      '35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      {
        'cgroup.controllers': 'memory\n',
        'a/memory.max': `${3 * GIB}\n`,
        'a/memory.current': `${2 * GIB}\n`,
        'a/memory.stat': `anon 1\nactive_file 4096\ninactive_file ${GIB / 2}\n`,
        'a/b/memory.max': 'max\n',
        'a/b/memory.current': '4096\n',
      },
    ],
    [
      'version 1',
      '4:memory:/a/b\n',
      '35 24 0:30 / /sys/fs/cgroup rw - cgroup cgroup rw,memory\n',
      {
        'a/memory.limit_in_bytes': `${3 * GIB}\n`,
        'a/memory.usage_in_bytes': `${2 * GIB}\n`,
        'a/memory.stat': `inactive_file 0\ntotal_active_file 4096\ntotal_inactive_file ${GIB / 2}\n`,
        'a/b/memory.limit_in_bytes': '9223372036854771712\n',
        'a/b/memory.usage_in_bytes': '4096\n',
      },
    ],
  ])(
    'counts what the control groups have off their memory, cache that is not in use excepted: %s',
    (_, group, mount, files) => {
      const room = roomOf({
        'proc/self/cgroup': group,
        'proc/self/mountinfo': mount,
        ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`sys/fs/cgroup/${name}`, text])),
      })
      expect(leftOf(room, 'the control group’s memory limit')).toBe(1.5 * GIB)
      expect(capacityFor({ memoryBytes: GIB / 4 }, room)).toEqual({
        limit: 'the control group’s memory limit',
        most: 2,
      })
    },
  )

  it('counts addresses and promises where the system limits them', () => {
    const addresses = 'Max address space         1073741824           1073741824           bytes\n'
    const room = roomOf({
      'proc/self/limits': limitsTable('500', addresses),
      'proc/sys/vm/overcommit_memory': '2\n',
    })
    expect(leftOf(room, 'RLIMIT_AS')).toBe(GIB)
    expect(leftOf(room, 'CommitLimit (strict overcommit)')).toBe(GIB / 2)
  })
})

describe('how many fit', () => {
  it('is what the tightest limit leaves beyond a reserve', () => {
    expect(capacityFor({ tasks: 1 }, roomOf())).toEqual({ limit: 'RLIMIT_NPROC', most: 460 - 128 })
    expect(capacityFor({ memoryBytes: GIB, tasks: 1 }, roomOf())).toEqual({ limit: 'free memory', most: 7 })
  })

  it('divides by what one needs', () => {
    const room = [{ resource: 'mappings' as const, limit: 'max_map_count', left: 65_530 }]
    expect(capacityFor({ mappings: 2 }, room)).toEqual({ limit: 'max_map_count', most: 32_637 })
  })

  it('is none where the room is less than the reserve', () => {
    expect(capacityFor({ tasks: 1 }, [{ resource: 'tasks', limit: 'pid_max', left: 100 }])?.most).toBe(0)
  })

  it('is not known where nothing limits it', () => {
    expect(capacityFor({ tasks: 1 }, [])).toBeNull()
    expect(capacityFor({}, roomOf())).toBeNull()
  })
})
