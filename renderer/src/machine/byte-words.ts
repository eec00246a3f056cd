/** 1,073,741,824 → "1 GiB"; three significant digits. */
export function byteWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 1000 ? Math.round(value) : Number(value.toPrecision(3))}\u202f${units[unit]}`
}
