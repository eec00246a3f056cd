import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { readLinuxSlice } from './linux-slice.ts'

function rootWith(files: Record<string, string | Buffer>): string {
  const root = mkdtempSync(join(tmpdir(), 'threadlab-slice-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return `${root}/`
}

const scale = 1 + Math.floor(Math.log2(Math.min(8, availableParallelism())))

it('is what the kernel says, with its tick', () => {
  const root = rootWith({
    'sys/kernel/debug/sched/base_slice_ns': '2800000\n',
    'proc/config.gz': gzipSync('CONFIG_X=y\nCONFIG_HZ_250=y\nCONFIG_HZ=250\n'),
  })
  expect(readLinuxSlice(root, '6.12.1')).toEqual({ baseNs: 2.8e6, tickNs: 4e6, source: 'read from the kernel' })
})

it('is the default of the version where the kernel does not say', () => {
  const root = rootWith({ 'boot/config-6.18.4-x': 'CONFIG_HZ=1000\n' })
  expect(readLinuxSlice(root, '6.18.4-x')).toMatchObject({ baseNs: 700_000 * scale, tickNs: 1e6 })
  expect(readLinuxSlice(root, '6.6.30')).toMatchObject({ baseNs: 750_000 * scale, tickNs: null })
})

it.each(['6.5.9', '5.15.0-91-generic', ''])('is none of kernel “%s”, which schedules otherwise', (version) => {
  expect(readLinuxSlice('/nowhere/', version)).toBeNull()
})
