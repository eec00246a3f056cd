import { describe, expect, it, onTestFinished } from 'vitest'
import { ancestry, parseCpuMax, parseGroupMounts, readControlGroupCaps } from './cgroup.ts'
import { layOutMachine } from './fixture-machine.ts'

function capsOf(files: Record<string, string>) {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  return readControlGroupCaps(machine)
}

const unifiedMount =
  '24 30 0:22 / /proc rw,nosuid - proc proc rw\n35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n'

describe('version 2', () => {
  it('takes the tightest cap over our group and its parents', () => {
    const folder = 'sys/fs/cgroup'
    expect(
      capsOf({
        'proc/self/cgroup': '0::/user.slice/user-1000.slice/app.scope\n',
        'proc/self/mountinfo': unifiedMount,
        [`${folder}/cgroup.controllers`]: 'cpuset cpu io memory pids\n',
        [`${folder}/user.slice/cpu.max`]: '150000 100000\n',
        [`${folder}/user.slice/user-1000.slice/cpu.max`]: 'max 100000\n',
        [`${folder}/user.slice/pids.max`]: '20000\n',
        [`${folder}/user.slice/user-1000.slice/memory.max`]: 'max\n',
        [`${folder}/user.slice/user-1000.slice/pids.max`]: '10813\n',
        [`${folder}/user.slice/user-1000.slice/app.scope/pids.max`]: 'max\n',
        [`${folder}/user.slice/user-1000.slice/app.scope/memory.max`]: '2147483648\n',
      }),
    ).toEqual({ cpus: 1.5, memoryBytes: 2 ** 31, tasks: 10813 })
  })

  it('reads a container’s caps at the root of its namespace', () => {
    expect(
      capsOf({
        'proc/self/cgroup': '0::/\n',
        'proc/self/mountinfo': unifiedMount,
        'sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n',
        'sys/fs/cgroup/cpu.max': '50000 100000\n',
        'sys/fs/cgroup/memory.max': '536870912\n',
        'sys/fs/cgroup/pids.max': '100\n',
      }),
    ).toEqual({ cpus: 0.5, memoryBytes: 512 * 2 ** 20, tasks: 100 })
  })

  it('has no cap in the root group, and cannot tell about a controller that is not at work', () => {
    expect(
      capsOf({
        'proc/self/cgroup': '0::/\n',
        'proc/self/mountinfo': unifiedMount,
        'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
      }),
    ).toEqual({ cpus: 'unlimited', memoryBytes: 'unlimited', tasks: null })
  })
})

describe('version 1', () => {
  it('looks for each controller in its own hierarchy, below the part that is mounted', () => {
    const files = {
      'proc/self/cgroup': '9:pids:/docker/abc\n4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/docker/abc\n',
      'proc/self/mountinfo': [
        '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
        '32 31 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
        '35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory',
        '39 31 0:36 / /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids',
      ].join('\n'),
      'sys/fs/cgroup/unified/cgroup.controllers': 'hugetlb\n',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000\n',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      'sys/fs/cgroup/pids/docker/abc/pids.max': '512\n',
    }
    expect(capsOf(files)).toEqual({ cpus: 2, memoryBytes: 'unlimited', tasks: 512 })
  })
})

it('knows nothing without control groups', () => {
  expect(capsOf({})).toEqual({ cpus: null, memoryBytes: null, tasks: null })
})

it('stays at the mount point for a group outside of what is mounted', () => {
  expect(ancestry({ root: '/', mountPoint: '/cg' }, '/../other')).toEqual(['/cg'])
  expect(ancestry({ root: '/docker/abc', mountPoint: '/cg' }, '/docker/abcdef')).toEqual(['/cg'])
  expect(ancestry({ root: '/docker', mountPoint: '/cg' }, '/docker/abc')).toEqual(['/cg/abc', '/cg'])
})

it('reads mount points with spaces and optional fields', () => {
  const line = '35 24 0:30 / /mnt/my\\040groups rw shared:4 master:1 - cgroup2 none rw'
  expect(parseGroupMounts(line)).toEqual([{ version: 2, controllers: ['rw'], root: '/', mountPoint: '/mnt/my groups' }])
})

it('does not take nonsense for a quota', () => {
  expect(parseCpuMax('50000')).toBeNull()
  expect(parseCpuMax('50000 0')).toBeNull()
  expect(parseCpuMax(null)).toBeNull()
})
