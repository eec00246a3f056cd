import { plain } from '../terminal.ts'

/** What surely takes one column of a terminal: Latin, Greek and Cyrillic letters, and the signs that pictures are made of. */
const OTHER_WIDTHS =
  /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u202f-\u205e\u2190-\u22ff\u2500-\u259f\ufffd]/gu

/** Names may hold anything; here they get one line, and the terminal does not obey them. */
export function oneLine(text: string): string {
  return plain(text).replaceAll(/[\t\n]/g, '\ufffd')
}

/** The same where columns are counted: how wide any other character is, only the terminal knows. */
export function singleWidth(text: string): string {
  return text.replaceAll(OTHER_WIDTHS, '\ufffd')
}
