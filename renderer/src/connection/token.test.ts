import { describe, expect, it } from 'vitest'
import { socketAddress, takeToken } from './token.ts'

describe('takeToken', () => {
  it('finds the token in the address that the browser host prints', () => {
    expect(takeToken('#token=aZ09_-')).toEqual({ token: 'aZ09_-', rest: '' })
  })

  it('keeps the route that follows the token', () => {
    expect(takeToken('#token=abc&/runs/x')).toEqual({ token: 'abc', rest: '#/runs/x' })
  })

  it('leaves a route alone', () => {
    expect(takeToken('#/creation-cost')).toEqual({ token: null, rest: '#/creation-cost' })
    expect(takeToken('')).toEqual({ token: null, rest: '' })
  })

  it('refuses what could not travel as a subprotocol', () => {
    expect(takeToken('#token=a b').token).toBeNull()
    expect(takeToken('#token=').token).toBeNull()
  })
})

describe('socketAddress', () => {
  it('follows the scheme and port of the page', () => {
    expect(socketAddress('http://127.0.0.1:4100/#/runs')).toBe('ws://127.0.0.1:4100/rpc')
    expect(socketAddress('https://lab.example/')).toBe('wss://lab.example/rpc')
  })
})
