import { afterEach, describe, expect, it, vi } from 'vitest'
import { runDesktop } from './desktop-start.ts'
import { runProgram } from './run-program.ts'

/** Node stands in for Electron. */
const run = (script: string) => runDesktop(process.execPath, ['-e', script])

afterEach(() => vi.unstubAllEnvs())

describe('runDesktop', () => {
  it('gives the first meaningful reason of a desktop that fails at once', async () => {
    const script = `console.error("[7:1123/1.1:ERROR:bus.cc(1)] no bus\\n[7:1123/1.1:ERROR:x11.cc(2)] Missing X server or $DISPLAY"); process.exit(1)`
    expect(await run(script)).toEqual({ reason: 'the display cannot be opened' })
  })

  it('says how it ended where it said nothing itself', async () => {
    expect(await run('process.exit(3)')).toEqual({ reason: 'Electron ended with status 3' })
    expect(await run('process.kill(process.pid, "SIGTRAP"); setTimeout(() => {}, 5000)')).toEqual({
      reason: 'Electron ended with signal SIGTRAP',
    })
  })

  it('gives a reason where there is nothing to start', async () => {
    expect(await runDesktop('/nonexistent/electron', [])).toEqual({
      reason: expect.stringContaining('cannot be started'),
    })
  })

  it('takes a quiet end for what it is, and keeps Electron from turning into Node', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    expect(await run('process.exit(process.env.ELECTRON_RUN_AS_NODE === undefined ? 0 : 1)')).toEqual({ status: 0 })
  })
})

describe('runProgram', () => {
  it('passes a signal on to the program and gives its status', async () => {
    let heard = ''
    const script = `process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.error("up")`
    const onErrorText = (text: string): void => {
      if (heard === '') process.emit('SIGTERM')
      heard += text
    }
    expect(await runProgram(process.execPath, ['-e', script], { onErrorText })).toEqual({
      status: 5,
      signal: null,
      wasTold: true,
    })
    expect(heard).toContain('up')
    expect(process.listenerCount('SIGHUP')).toBe(0)
  })

  it('ends a program at its time limit', async () => {
    const ending = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeLimitMs: 200 })
    expect(ending).toEqual({ status: 137, signal: 'SIGKILL', wasTold: true })
  })
})
