import { describe, expect, it } from 'vitest'
import { build, canBuild, runs } from './fixture-threadprobe.ts'

const ARM = 'aarch64-linux-gnu-gcc'

describe.runIf(canBuild && runs(ARM, '--version'))('the probes for 64-bit Arm', () => {
  it('build without a warning', () => {
    expect(build('out/test-arm64', `CC=${ARM}`)).toMatch(/threadprobe$/)
  }, 60_000)
})
