import fc from 'fast-check'

const DECLARATIONS = `shared a = 0
shared b = 1
shared v[2]
atomic t
mutex m
mutex k[2]
rwlock l
condition c
channel q[1]`

/** Statements that touch shared variables, and local ones. `x` may be any small number, so elements may not exist. */
const ON_VARIABLES = [
  ...['a = a + 1', 'a = 2', 'b = a', 'b = b - a', 'x = a', 'x = x + 1', 'x = b', 'v[x] = 1', 'v[a] = b', 'x = v[b]'],
  ...['t = 1', 'x = t', 't = t + 1', 'a = t', 'x = atomic_add(a, 1)', 'atomic_add(t, b)', 'x = exchange(b, 2)'],
  ...['v[t] = atomic_add(t, 1)', 'v[t] = 1', 't = v[1]', 'v[b] = exchange(b, 0)', 'x = v[t]', 'v[v[0]] = t'],
  ...['x = compare_exchange(t, 0, 1)', 'assert a < 2', 'assert x != 1', 'x = 1 / a', 'skip'],
]
const ON_LOCKS = [
  ...['lock(m)', 'unlock(m)', 'lock(k[0])', 'unlock(k[0])', 'lock(k[1])', 'unlock(k[1])', 'lock(k[a])', 'unlock(k[b])'],
  ...['lock(m, k[0])', 'lock(k[0], k[1])', 'x = trylock(m)', 'trylock(k[a])', 'a = trylock(k[1])'],
  ...['rdlock(l)', 'wrlock(l)', 'unlock(l)', 'wait(c, m)', 'signal(c)', 'broadcast(c)'],
]
const ON_CHANNELS = ['send(q, 1)', 'send(q, a)', 'x = receive(q)', 'a = receive(q)', 'close(q)']
const CONDITIONS = ['a == 1', 't == 0', 'x > 0', 'b < 1', 'v[1] == 1', 't == a']
/** Bodies that come back to a state or end: what counts up would make the states endless. */
const LOOPS = ['skip', 'x = t', 'a = 1', 't = 1 - t', 'x = trylock(m)', 'signal(c)']

const one = (of: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...of)

/** A lock or the like held for a while, so that some programs are right. */
const held = fc
  .tuple(
    fc.constantFrom(
      ['lock(m)', 'unlock(m)'],
      ['lock(k[0])', 'unlock(k[0])'],
      ['lock(m, k[1])', 'unlock(k[1])\nunlock(m)'],
      ['rdlock(l)', 'unlock(l)'],
      ['wrlock(l)', 'unlock(l)'],
      ['lock(m)\nwait(c, m)', 'unlock(m)'],
      ['lock(m)\nwhile a == 0 { wait(c, m) }', 'unlock(m)'],
    ),
    one(ON_VARIABLES),
  )
  .map(([[take = '', give = ''], within]) => [take, within, give].join('\n'))

const simple = fc.oneof(
  { weight: 5, arbitrary: one(ON_VARIABLES) },
  { weight: 3, arbitrary: one(ON_LOCKS) },
  { weight: 1, arbitrary: one(ON_CHANNELS) },
  { weight: 2, arbitrary: held },
)

const statement = fc.oneof(
  { weight: 8, arbitrary: simple },
  {
    weight: 1,
    arbitrary: fc
      .tuple(one(CONDITIONS), simple, simple)
      .map(([condition, then, otherwise]) => `if ${condition} {\n${then}\n} else {\n${otherwise}\n}`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(one(CONDITIONS), one(LOOPS)).map(([condition, body]) => `while ${condition} { ${body} }`),
  },
)

const thread = (most: number): fc.Arbitrary<string> =>
  fc.array(statement, { minLength: 1, maxLength: most }).map((statements) => ['local x = 0', ...statements].join('\n'))

/** The text of a small program of two or three threads that touch the same few things in every way that the language has. */
export const programText: fc.Arbitrary<string> = fc
  .oneof(fc.tuple(thread(5), thread(5)), fc.tuple(thread(3), thread(3), thread(2)))
  .map((threads) =>
    [DECLARATIONS, ...threads.map((body, index) => `thread T${String(index)} {\n${body}\n}`), 'expect a + b == 2'].join(
      '\n',
    ),
  )
