import { runTool } from './run-tool.ts'

/** Another tool that shows the threads of a process again and again. */
export interface InspectorPeer {
  name: string
  /** The command that shows the threads of a process so many times and ends. */
  command(pid: number, refreshes: number): readonly string[]
  /** Refreshes of the shorter and of the longer run; the figure is the difference. With 0, it is one run from start to end. */
  refreshes: readonly [shorter: number, longer: number]
  differs: string
}

export const inspectorPeers: readonly InspectorPeer[] = [
  {
    name: 'top -H',
    command: (pid, refreshes) => ['top', '-H', '-b', '-d', '0.1', '-n', String(refreshes), '-p', String(pid)],
    refreshes: [1, 6],
    differs: 'reads and prints every thread each time; no wait channels, switches or delays',
  },
  {
    name: 'pidstat -t',
    command: (pid, refreshes) => ['pidstat', '-t', '-p', String(pid), '1', String(refreshes)],
    refreshes: [1, 3],
    differs: 'CPU shares alone; once a second',
  },
  {
    name: 'ps -L',
    command: (pid) => ['ps', '-L', '-o', 'tid,stat,pcpu,psr,ni,wchan,comm', '-p', String(pid)],
    refreshes: [0, 1],
    differs: 'a process started anew each time, its start included; shares since the start of each thread',
  },
  {
    name: 'htop',
    command: (pid, refreshes) => [
      'script',
      '--quiet',
      '--return',
      '--command',
      `timeout --preserve-status ${refreshes + 0.5} htop --delay 10 --pid ${pid}`,
      '/dev/null',
    ],
    refreshes: [1, 4],
    differs:
      'once a second; refreshes are counted by the clock, so where one takes long it is dearer than it looks here',
  },
]

const TIMED = 'TIMEFORMAT="cpu %3U %3S"; time "$@" >/dev/null'

/** CPU time of a command and all that it waited for, in nanoseconds; null where it is missing or fails. */
async function cpuOf(command: readonly string[], signal: AbortSignal): Promise<number | null> {
  const options = ['-c', TIMED, 'bash', ...command]
  const environment = { TERM: 'xterm', COLUMNS: '120', LINES: '40', LC_ALL: 'C' }
  const output = await runTool({ program: 'bash', options, environment }, signal)
  const figures = /cpu ([\d.]+) ([\d.]+)/.exec(output ?? '')
  return figures === null ? null : (Number(figures[1]) + Number(figures[2])) * 1e9
}

/** CPU time of one refresh, in nanoseconds; null where the tool is not installed. */
export async function cpuOfRefresh(peer: InspectorPeer, pid: number, signal: AbortSignal): Promise<number | null> {
  const [shorter, longer] = peer.refreshes
  const base = shorter === 0 ? 0 : await cpuOf(peer.command(pid, shorter), signal)
  const whole = await cpuOf(peer.command(pid, longer), signal)
  return base === null || whole === null ? null : (whole - base) / (longer - shorter)
}
