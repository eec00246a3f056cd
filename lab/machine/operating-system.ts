import { release, type, version } from 'node:os'
import type { MachineCard } from '../../contract/machine.ts'
import { readText, systemRoot, type FileRoot } from './small-file.ts'

/** The kernel's name for itself, as `uname` gives it. */
export function readKernel(from: FileRoot = systemRoot): MachineCard['kernel'] {
  const folder = 'proc/sys/kernel'
  return {
    name: readText(from, `${folder}/ostype`) ?? type(),
    release: readText(from, `${folder}/osrelease`) ?? release(),
    version: readText(from, `${folder}/version`) ?? version(),
  }
}

export function readDistribution(from: FileRoot): string | null {
  return parseOsRelease(readText(from, 'etc/os-release') ?? readText(from, 'usr/lib/os-release') ?? '')
}

/** PRETTY_NAME of os-release(5), a file in the shell's syntax. */
export function parseOsRelease(text: string): string | null {
  const line = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim()
  const name = line?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1')
  return name === undefined || name === '' ? null : name
}
