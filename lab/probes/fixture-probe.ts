import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBE_PROTOCOL } from '../../contract/probe.ts'

export const HELLO = {
  type: 'hello',
  protocol: PROBE_PROTOCOL,
  experiment: 'creation-cost',
  build: 'stand-in',
  pid: 1,
  clock: { name: 'CLOCK_MONOTONIC', resolutionNs: 1 },
  core: null,
}
export const READY = { type: 'ready' }
export const SAMPLES = {
  type: 'samples',
  series: 'fork',
  batch: 1,
  values: { joined: [1, 2] },
  overhead: { joined: 1 },
  counts: { created: 2, reaped: 2 },
}

/** A command of the shell that writes lines of the protocol. */
export function say(...lines: readonly object[]): string {
  return `printf '%s\\n' ${lines.map((line) => `'${JSON.stringify(line)}'`).join(' ')}`
}

/** Something that takes the place of `threadprobe` in a test: a shell script in a temporary folder, and its removal. */
export function standInProbe(...script: readonly string[]): { path: string; folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'threadlab-probe-'))
  const path = join(folder, 'threadprobe')
  writeFileSync(path, ['#!/bin/sh', ...script, ''].join('\n'))
  chmodSync(path, 0o755)
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
