import type { Frequency } from '../../contract/machine.ts'
import { listNames, readInteger, readText, type FileRoot } from './small-file.ts'

const policies = 'sys/devices/system/cpu/cpufreq'

/** Governors that hold one frequency, as far as boost lets them. */
const fixedGovernors: ReadonlySet<string> = new Set(['performance', 'userspace'])

/** What cpufreq exposes, over all of its policies. Everything is null inside most virtual machines. */
export function readFrequency(from: FileRoot): Frequency {
  const folders = (listNames(from, policies) ?? []).filter((name) => name.startsWith('policy'))
  const texts = (file: string) => distinct(folders.map((folder) => readText(from, `${policies}/${folder}/${file}`)))
  const hertz = (file: string) =>
    folders.flatMap((folder) => readInteger(from, `${policies}/${folder}/${file}`) ?? []).map((kHz) => kHz * 1000)
  const governors = texts('scaling_governor')
  // The limits in force, not those of the hardware: an administrator may have narrowed them to one frequency.
  const minimumHz = least(hertz('scaling_min_freq'))
  const maximumHz = greatest(hertz('scaling_max_freq'))
  const boost = readBoost(from)
  return {
    governor: joined(governors),
    driver: joined(texts('scaling_driver')),
    minimumHz,
    maximumHz,
    boost,
    scales: mayScale(governors, minimumHz, maximumHz, boost),
  }
}

function readBoost(from: FileRoot): boolean | null {
  const noTurbo = readInteger(from, 'sys/devices/system/cpu/intel_pstate/no_turbo')
  if (noTurbo !== null) return noTurbo === 0
  const boost = readInteger(from, `${policies}/boost`)
  return boost === null ? null : boost === 1
}

function mayScale(
  governors: readonly string[],
  minimumHz: number | null,
  maximumHz: number | null,
  boost: boolean | null,
): boolean | null {
  if (governors.length === 0) return boost === true ? true : null
  if (minimumHz !== null && minimumHz === maximumHz) return false
  return boost === true || governors.some((governor) => !fixedGovernors.has(governor))
}

function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.flatMap((text) => text ?? []))]
}

function joined(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join(' + ')
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values)
}

function greatest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values)
}
