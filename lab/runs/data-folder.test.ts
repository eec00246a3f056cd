import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder.ts'

describe('dataFolder', () => {
  it('is the one that was chosen, on every system', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(dataFolder({ THREADLAB_DATA: '/chosen', XDG_DATA_HOME: '/shared', APPDATA: '/roaming' }, platform)).toBe(
        '/chosen',
      )
    }
  })

  it('follows the custom of the system otherwise', () => {
    expect(dataFolder({}, 'linux')).toBe(join(homedir(), '.local', 'share', 'threadlab'))
    expect(dataFolder({ XDG_DATA_HOME: '/shared' }, 'linux')).toBe(join('/shared', 'threadlab'))
    expect(dataFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'threadlab'))
    expect(dataFolder({ APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'threadlab'))
    expect(dataFolder({}, 'win32')).toBe(join(homedir(), 'AppData', 'Roaming', 'threadlab'))
  })

  it('never depends on where the program was started', () => {
    const usual = dataFolder({}, 'linux')
    expect(dataFolder({ THREADLAB_DATA: '', XDG_DATA_HOME: '' }, 'linux')).toBe(usual)
    expect(dataFolder({ XDG_DATA_HOME: 'relative/share' }, 'linux')).toBe(usual)
    expect(dataFolder({ APPDATA: '' }, 'win32')).toBe(dataFolder({}, 'win32'))
  })
})
