import { readdirSync, readFileSync } from 'node:fs'

/** The processes of a group that still run, for tests on Linux. One that is dead but not reaped does not run. */
export function processesOfGroup(group: number): number[] {
  return processes().filter((pid) => {
    // The name in parentheses may hold anything: the fields begin after the last one.
    const [state, , ofGroup] = read(pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ')
    return state !== 'Z' && state !== 'X' && Number(ofGroup) === group
  })
}

/** The processes that were started with this text in their environment, whoever started them and wherever they are now. */
export function processesWithEnvironment(text: string): number[] {
  return processes().filter((pid) => read(pid, 'environ').includes(text))
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Empty for a process that ended meanwhile, or that belongs to somebody else. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
