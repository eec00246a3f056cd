import { listNames, readText, type FileRoot } from './small-file.ts'

const folder = 'sys/devices/system/cpu/vulnerabilities'

/** Every vulnerability that the kernel knows of, with its text: `Not affected`, `Vulnerable…` or `Mitigation: …`. */
export function readMitigations(from: FileRoot): Record<string, string> | null {
  const names = listNames(from, folder)
  if (names === null) return null
  const known = names.map((name) => [name, readText(from, `${folder}/${name}`)] as const)
  return Object.fromEntries(known.flatMap(([name, text]) => (text === null ? [] : [[name, text]])))
}
