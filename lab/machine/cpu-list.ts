/** The CPU numbers of the kernel's list format, `0-3,8,10-11`, ascending. Null when the text is not such a list; empty text is an empty list. */
export function parseCpuList(text: string | null): number[] | null {
  if (text === null) return null
  const cpus = new Set<number>()
  for (const range of text.split(',').map((part) => part.trim())) {
    if (range === '') continue
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range)
    if (match === null) return null
    const first = Number(match[1])
    const last = Number(match[2] ?? match[1])
    for (let cpu = first; cpu <= last; cpu += 1) cpus.add(cpu)
  }
  return [...cpus].sort((a, b) => a - b)
}

/** The kernel's list format for these CPUs, ascending: `0-3,8`. */
export function formatCpuList(cpus: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const cpu of cpus) {
    const range = ranges.at(-1)
    if (range !== undefined && cpu === range[1] + 1) range[1] = cpu
    else ranges.push([cpu, cpu])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
