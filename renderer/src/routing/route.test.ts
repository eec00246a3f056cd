import { describe, expect, it } from 'vitest'
import { addressOf, parseRoute, type Route } from './route.ts'

describe('parseRoute', () => {
  it.each<[string, Route]>([
    ['', { page: 'start' }],
    ['#', { page: 'start' }],
    ['#/', { page: 'start' }],
    ['#/creation-cost', { page: 'experiment', id: 'creation-cost' }],
    ['#/runs', { page: 'runs' }],
    ['#/runs/', { page: 'runs' }],
    ['#/runs/20260101-120000-creation-cost-0a1b2c', { page: 'run', id: '20260101-120000-creation-cost-0a1b2c' }],
    ['#/machine', { page: 'machine' }],
    ['#/inspector', { page: 'inspector' }],
    ['#/simulator', { page: 'simulator' }],
    ['#/explorer', { page: 'explorer' }],
    ['#/cost-model', { page: 'cost-model' }],
  ])('reads %s', (fragment, route) => {
    expect(parseRoute(fragment)).toEqual(route)
  })

  it('does not fail on a fragment that is no proper encoding', () => {
    expect(parseRoute('#/%E0%A4%A')).toEqual({ page: 'experiment', id: '%E0%A4%A' })
  })
})

describe('addressOf', () => {
  it.each<Route>([
    { page: 'start' },
    { page: 'experiment', id: 'creation-cost' },
    { page: 'runs' },
    { page: 'run', id: 'a/b c' },
    { page: 'machine' },
    { page: 'inspector' },
    { page: 'simulator' },
    { page: 'explorer' },
    { page: 'cost-model' },
  ])('gives an address that leads back to %o', (route) => {
    expect(parseRoute(addressOf(route))).toEqual(route)
  })
})
