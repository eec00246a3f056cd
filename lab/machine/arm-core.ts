/*
 * Arm processors carry no model name: /proc/cpuinfo gives the implementer and part number of the MIDR register.
 * Names are those of Arm's Technical Reference Manuals, as util-linux's lscpu prints them.
 */

const implementers: Readonly<Record<string, string>> = {
  '0x41': 'ARM',
  '0x43': 'Cavium',
  '0x46': 'Fujitsu',
  '0x48': 'HiSilicon',
  '0x4e': 'NVIDIA',
  '0x51': 'Qualcomm',
  '0x61': 'Apple',
  '0xc0': 'Ampere',
}

const armParts: Readonly<Record<string, string>> = {
  '0xd03': 'Cortex-A53',
  '0xd04': 'Cortex-A35',
  '0xd05': 'Cortex-A55',
  '0xd07': 'Cortex-A57',
  '0xd08': 'Cortex-A72',
  '0xd09': 'Cortex-A73',
  '0xd0a': 'Cortex-A75',
  '0xd0b': 'Cortex-A76',
  '0xd0c': 'Neoverse-N1',
  '0xd0d': 'Cortex-A77',
  '0xd40': 'Neoverse-V1',
  '0xd41': 'Cortex-A78',
  '0xd44': 'Cortex-X1',
  '0xd46': 'Cortex-A510',
  '0xd47': 'Cortex-A710',
  '0xd48': 'Cortex-X2',
  '0xd49': 'Neoverse-N2',
  '0xd4d': 'Cortex-A715',
  '0xd4e': 'Cortex-X3',
  '0xd4f': 'Neoverse-V2',
  '0xd80': 'Cortex-A520',
  '0xd81': 'Cortex-A720',
  '0xd82': 'Cortex-X4',
}

export function armVendor(implementer: string): string {
  return implementers[implementer] ?? `implementer ${implementer}`
}

/** `Neoverse-N1`, or the vendor and the bare part number where we know no name. */
export function armCoreName(implementer: string, part: string): string {
  const name = implementer === '0x41' ? armParts[part] : undefined
  return name ?? `${armVendor(implementer)} part ${part}`
}
