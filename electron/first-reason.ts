/** What Chromium puts before its messages: `[pid:date/time:LEVEL:file(line)] `. */
const CHROMIUM_PREFIX = /^\[[\d:/.]+:([A-Z]+)(?::[^\]]*)?\]\s*/

/** Causes that are known, with what to do about them; they count before whatever else was written. */
const KNOWN: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [/error while loading shared libraries: (\S+?):/, ([, library]) => `the system library ${library} is missing`],
  [/Missing X server or \$DISPLAY|cannot open display|Unable to open X display/i, () => 'the display cannot be opened'],
  [/Failed to connect to Wayland display/i, () => 'the Wayland display cannot be opened'],
  [
    /SUID sandbox helper binary|No usable sandbox/,
    () => 'this system does not permit Chromium’s sandbox (npm start -- --no-sandbox does without)',
  ],
  [/Running as root without --no-sandbox/, () => 'Chromium does not run as root without --no-sandbox'],
  [/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/, () => 'there is no connection to the download server'],
]

/** The first meaningful reason in what a program wrote before it failed, or null where it wrote none. */
export function firstReason(errorText: string): string | null {
  for (const [pattern, explain] of KNOWN) {
    const match = pattern.exec(errorText)
    if (match) return explain(match)
  }
  const lines = errorText.split('\n').map((line) => line.trim())
  const meaningful = lines.find((line) => line !== '' && !line.startsWith('at ') && !CHROMIUM_PREFIX.test(line))
  const line = meaningful ?? lines.find((candidate) => candidate !== '')
  return line === undefined ? null : line.replace(CHROMIUM_PREFIX, '').replace(/^threadlab: |[.]$/g, '')
}

/** Whether a line is of use to whoever started the desktop: not Chromium talking to itself, and no stack trace. */
export function isForPeople(line: string): boolean {
  return line.trim() !== '' && !CHROMIUM_PREFIX.test(line) && !/^\s+at /.test(line)
}
