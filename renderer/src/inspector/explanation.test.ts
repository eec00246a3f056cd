import { describe, expect, it } from 'vitest'
import { explanationOf } from './explanation.ts'
import { waitMeaning } from './wait-words.ts'

describe('explanationOf', () => {
  it('says what a lock’s waiter waits for', () => {
    expect(explanationOf({ state: 'blocked', wait: 'futex_do_wait', waitHidden: false })).toMatch(
      /^Blocked in futex_do_wait: waits for a lock that another thread holds, or /,
    )
  })

  it('says plainly that it does not know a channel', () => {
    const words = explanationOf({ state: 'sleeping', wait: 'frobnicate', waitHidden: false })
    expect(words).toMatch(/^Sleeping in frobnicate, a function of the kernel that is not explained here\./)
  })

  it('says of another user’s thread that the kernel hides it, and not that it runs', () => {
    const words = explanationOf({ state: 'sleeping', wait: null, waitHidden: true })
    expect(words).toMatch(/hidden by the kernel: another user’s process\./)
    expect(words).toMatch(/Whether it is blocked is not known\.$/)
    expect(words).not.toMatch(/running/i)
  })

  it('does not speak of a wait where somebody runs', () => {
    expect(explanationOf({ state: 'running', wait: 'ep_poll', waitHidden: false })).toBe(
      'Running: it has a core and computes.',
    )
  })
})

describe('waitMeaning', () => {
  it.each([
    ['futex_wait_queue_me', /lock/],
    ['do_poll.constprop.0', /descriptors/],
    ['anon_pipe_read', /pipe/],
    ['unix_stream_read_generic', /local socket/],
    ['unix_stream_connect', /connection/],
    ['hrtimer_nanosleep', /time/],
    ['do_signal_stop', /SIGCONT/],
    ['rescuer_thread', /kernel/],
  ])('knows %s', (channel, meaning) => {
    expect(waitMeaning(channel)).toMatch(meaning)
  })
})
