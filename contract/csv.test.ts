import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from './csv.ts'

describe('csvCell', () => {
  it('keeps a spreadsheet from taking a name for a formula', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])
      expect(csvCell(name).replace(/^"/, '')).toMatch(/^'/)
  })

  it('leaves numbers as they are, and what is not known empty', () => {
    expect(csvCell('node')).toBe('node')
    expect(csvCell(-5)).toBe('-5')
    expect(csvCell(null)).toBe('')
  })

  it('quotes what would end a cell or a line', () => {
    expect(csvLine(['a,"b"\nc', 1, false])).toBe('"a,""b""\nc",1,false\r\n')
  })
})
