import { styleText } from 'node:util'

/** Text from files and from the kernel may hold control characters; a terminal must not obey them. */
export function plain(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}

type Style = Parameters<typeof styleText>[0]

/** Styles text where a person looks at it: not in a pipe, and not against NO_COLOR. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && !process.env['NO_COLOR'] ? styleText(style, text) : text
}

/** The columns that a text takes: every character that the lab prints takes one. */
const width = (text: string): number => [...text].length

/** Lines of aligned columns; the first column is set left, the others right. A row of one cell is a remark of any length. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const cleaned = rows.map((row) => row.map(plain))
  const widths: number[] = []
  for (const row of cleaned.filter(({ length }) => length > 1))
    row.forEach((text, column) => (widths[column] = Math.max(widths[column] ?? 0, width(text))))
  const pad = (text: string, column: number): string => ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(text)))
  return cleaned.map((row) =>
    row
      .map((text, column) => (column === 0 ? text + pad(text, column) : pad(text, column) + text))
      .join('  ')
      .trimEnd(),
  )
}

/** Breaks prose at words, so that no line is wider than the terminal (or 100 columns). */
export function wrap(text: string, indent = ''): string[] {
  const limit = Math.max(40, Math.min(process.stdout.columns ?? 100, 100)) - indent.length
  const lines: string[] = []
  let line = ''
  for (const word of plain(text).split(' ')) {
    if (line && width(line) + 1 + width(word) > limit) {
      lines.push(indent + line)
      line = word
    } else {
      line = line ? `${line} ${word}` : word
    }
  }
  return [...lines, indent + line]
}

/** Writes whole lines to standard output. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
