import { describe, expect, it } from 'vitest'
import { OwnAddresses } from './own-addresses.ts'

const at = (wanted: string, address: string, port = 7357) =>
  new OwnAddresses(wanted, { address, port, family: address.includes(':') ? 'IPv6' : 'IPv4' })

describe('OwnAddresses', () => {
  it('on loopback answers to its address and to localhost, at its port only', () => {
    const own = at('127.0.0.1', '127.0.0.1')
    expect(own.base).toBe('http://127.0.0.1:7357')
    expect(['127.0.0.1:7357', 'localhost:7357', 'LOCALHOST:7357'].map((name) => own.includes(name))).toEqual([
      true,
      true,
      true,
    ])
    for (const foreign of [
      'evil.example:7357',
      'localhost',
      'localhost:80',
      '127.0.0.1.evil.example:7357',
      '',
      undefined,
    ]) {
      expect(own.includes(foreign), foreign).toBe(false)
    }
  })

  it('knows its IPv6 address in brackets', () => {
    const own = at('::1', '::1')
    expect(own.base).toBe('http://[::1]:7357')
    expect(own.includes('[::1]:7357')).toBe(true)
    expect(own.includes('127.0.0.1:7357')).toBe(false)
  })

  it('listening on one outside address answers to that address and its given name', () => {
    expect(at('192.0.2.7', '192.0.2.7').includes('192.0.2.7:7357')).toBe(true)
    expect(at('Lab.example', '192.0.2.7').includes('lab.example:7357')).toBe(true)
    expect(at('192.0.2.7', '192.0.2.7').includes('localhost:7357')).toBe(false)
  })

  it('listening everywhere answers to numeric addresses and to no foreign name', () => {
    const own = at('0.0.0.0', '0.0.0.0')
    expect(['192.0.2.9:7357', 'localhost:7357', '[2001:db8::1]:7357'].map((name) => own.includes(name))).toEqual([
      true,
      true,
      true,
    ])
    expect(own.includes('evil.example:7357')).toBe(false)
    expect(own.base).not.toContain('0.0.0.0')
  })

  it('takes a missing port for port 80 and header nonsense for foreign', () => {
    expect(at('127.0.0.1', '127.0.0.1', 80).includes('127.0.0.1')).toBe(true)
    for (const nonsense of [
      '127.0.0.1:7357@evil.example',
      'a b',
      '127.0.0.1:7357/x',
      '[::1:7357',
      ':7357',
      '127.0.0.1:99999',
    ]) {
      expect(at('127.0.0.1', '127.0.0.1').includes(nonsense), nonsense).toBe(false)
    }
  })
})
