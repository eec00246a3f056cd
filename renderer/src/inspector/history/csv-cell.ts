/**
 * A cell of a CSV table: quoted where that is needed, empty for what is not known. Text that a spreadsheet would take for a
 * formula gets an apostrophe before it, since anybody may name a thread as they like.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`
