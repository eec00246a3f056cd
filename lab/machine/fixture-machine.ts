import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileRoot } from './small-file.ts'

/** A machine for tests: a temporary folder that holds these files, and its own removal. */
export function layOutMachine(files: Readonly<Record<string, string>>): FileRoot & { remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'threadlab-machine-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

const cpuFolder = 'sys/devices/system/cpu'

type ThreadPlace = { cpu: number; socket: number; siblings: string; capacity?: number }

export function topologyFiles(threads: readonly ThreadPlace[]): Record<string, string> {
  const cpus = threads.map(({ cpu }) => cpu)
  const files: Record<string, string> = { [`${cpuFolder}/online`]: `${Math.min(...cpus)}-${Math.max(...cpus)}\n` }
  for (const { cpu, socket, siblings, capacity } of threads) {
    files[`${cpuFolder}/cpu${cpu}/topology/thread_siblings_list`] = `${siblings}\n`
    files[`${cpuFolder}/cpu${cpu}/topology/physical_package_id`] = `${socket}\n`
    if (capacity !== undefined) files[`${cpuFolder}/cpu${cpu}/cpu_capacity`] = `${capacity}\n`
  }
  return files
}

type SharedCache = {
  index: number
  level: number
  type: 'Data' | 'Instruction' | 'Unified'
  size: string
  shared: string
}

export function cacheFiles(cpu: number, caches: readonly SharedCache[]): Record<string, string> {
  const files: Record<string, string> = {}
  for (const { index, level, type, size, shared } of caches) {
    const folder = `${cpuFolder}/cpu${cpu}/cache/index${index}`
    files[`${folder}/level`] = `${level}\n`
    files[`${folder}/type`] = `${type}\n`
    files[`${folder}/size`] = `${size}\n`
    files[`${folder}/shared_cpu_list`] = `${shared}\n`
    files[`${folder}/coherency_line_size`] = '64\n'
  }
  return files
}

/** A laptop: two performance cores with two threads each, four efficiency cores that share a cache of level 2. */
export function hybridIntelLaptop(): Record<string, string> {
  const model = '12th Gen Intel(R) Core(TM) i7-1260U'
  const siblings = ['0-1', '0-1', '2-3', '2-3', '4', '5', '6', '7']
  const files: Record<string, string> = {
    'proc/cpuinfo': siblings
      .map(
        (_, cpu) =>
          `processor\t: ${cpu}\nvendor_id\t: GenuineIntel\nmodel name\t: ${model}\nphysical id\t: 0\ncore id\t\t: ${cpu * 4}\nflags\t\t: fpu vme sse2 ht constant_tsc\n`,
      )
      .join('\n'),
    ...topologyFiles(
      siblings.map((list, cpu) => ({ cpu, socket: 0, siblings: list, capacity: cpu < 4 ? 1024 - cpu : 640 })),
    ),
    'sys/devices/cpu_core/cpus': '0-3\n',
    'sys/devices/cpu_atom/cpus': '4-7\n',
    'sys/bus/event_source/devices/cpu_core/type': '4\n',
    'sys/class/dmi/id/sys_vendor': 'LENOVO\n',
    'sys/class/dmi/id/product_name': '21CB\n',
    [`${cpuFolder}/intel_pstate/no_turbo`]: '0\n',
    'proc/loadavg': '3.10 1.00 0.50 2/1200 5000\n',
    'proc/sys/kernel/perf_event_paranoid': '4\n',
    'proc/self/status': 'Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n',
    'sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc\n',
    'sys/devices/system/clocksource/clocksource0/available_clocksource': 'tsc hpet acpi_pm\n',
  }
  siblings.forEach((shared, cpu) => {
    const performance = cpu < 4
    Object.assign(
      files,
      cacheFiles(cpu, [
        { index: 0, level: 1, type: 'Data', size: performance ? '48K' : '32K', shared },
        { index: 1, level: 1, type: 'Instruction', size: performance ? '32K' : '64K', shared },
        {
          index: 2,
          level: 2,
          type: 'Unified',
          size: performance ? '1280K' : '2048K',
          shared: performance ? shared : '4-7',
        },
        { index: 3, level: 3, type: 'Unified', size: '12288K', shared: '0-7' },
      ]),
      {
        [`${cpuFolder}/cpufreq/policy${cpu}/scaling_governor`]: 'powersave\n',
        [`${cpuFolder}/cpufreq/policy${cpu}/scaling_driver`]: 'intel_pstate\n',
        [`${cpuFolder}/cpufreq/policy${cpu}/scaling_min_freq`]: '400000\n',
        [`${cpuFolder}/cpufreq/policy${cpu}/scaling_max_freq`]: performance ? '4700000\n' : '3500000\n',
      },
    )
  })
  return files
}

/** A server on the hardware itself: two sockets of two cores with two threads each. */
export function amdServer(): Record<string, string> {
  const places = [0, 1, 2, 3, 4, 5, 6, 7].map((cpu) => ({
    cpu,
    socket: cpu % 4 < 2 ? 0 : 1,
    siblings: `${cpu % 4},${(cpu % 4) + 4}`,
  }))
  return {
    'proc/cpuinfo': places
      .map(
        ({ cpu, socket }) =>
          `processor\t: ${cpu}\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 7763 64-Core Processor\nphysical id\t: ${socket}\ncore id\t\t: ${cpu % 2}\nflags\t\t: fpu vme sse2 ht svm\npower management: ts ttp tm\n`,
      )
      .join('\n'),
    ...topologyFiles(places),
    'sys/class/dmi/id/sys_vendor': 'Supermicro\n',
    [`${cpuFolder}/cpufreq/boost`]: '0\n',
    [`${cpuFolder}/cpufreq/policy0/scaling_governor`]: 'performance\n',
    [`${cpuFolder}/cpufreq/policy0/scaling_min_freq`]: '1500000\n',
    [`${cpuFolder}/cpufreq/policy0/scaling_max_freq`]: '2450000\n',
  }
}

/** A single-board computer with two kinds of core, whose /proc/cpuinfo names no model and whose firmware no socket. */
export function armBoard(): Record<string, string> {
  return {
    'proc/cpuinfo': [0, 1, 2, 3]
      .map(
        (cpu) =>
          `processor\t: ${cpu}\nBogoMIPS\t: 48.00\nFeatures\t: fp asimd aes\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x2\nCPU part\t: ${cpu < 2 ? '0xd05' : '0xd0b'}\nCPU revision\t: 0\n`,
      )
      .join('\n'),
    ...topologyFiles(
      [0, 1, 2, 3].map((cpu) => ({ cpu, socket: -1, siblings: `${cpu}`, capacity: cpu < 2 ? 530 : 1024 })),
    ),
    'proc/device-tree/model': 'Radxa ROCK 5B\0',
    'proc/device-tree/compatible': 'radxa,rock-5b\0rockchip,rk3588\0',
  }
}
