// Random expressions of CertLogic, well formed for the most part, over data that has what they ask for or not.

export const DATA = { a: ['a', 3, null, '2021-06-01'], b: { c: true }, s: '2021-06-01T12:00:00+02:00', n: 4, list: [1, 2, 3] }

/** Dates of every precision, offsets of every form, and two that are none. */
const DATES = ['2021-06-01', '2021-06-01T12:00:00+2', '2004-02', '2020', '2021-01-31', '2020-02-29T23:59:59.999Z', '2021-06-01T12:00:00-0230', 'bad', '']
const UVCI = 'URN:UVCI:01:NL/x#y'
const PATHS = ['', 'a', 'a.0', 'b.c', 'a.9', 'd.e.f', 's', 'n']

/** How deep operations stand in one another. */
const DEPTH = 3

/** Expressions of this seed, the same ones each time. */
export function expressions(seed, count) {
  const random = generator(seed)
  return Array.from({ length: count }, () => expression(random, DEPTH))
}

/** mulberry32: numbers below `n` out of 32 bits of state. */
function generator(seed) {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}

const pick = (random, values) => values[random(values.length)]

function expression(random, depth) {
  if (depth === 0 || random(5) === 0) return leaf(random)
  const [operation, operands] = pick(random, Object.entries(OPERATIONS))
  const given = operands(random, () => expression(random, depth - 1))
  return operation === 'array' ? given : { [operation]: given }
}

const leaf = (random) => pick(random, [true, false, 0, 1, -3, 17, 'a', 'day', UVCI, ...DATES, { var: pick(random, PATHS) }])

/** `least` expressions, or up to `more` more. */
const some = (random, next, least, more) => Array.from({ length: least + random(more + 1) }, next)

const time = (random) => ({ plusTime: shifted(random) })
const shifted = (random) => [pick(random, [...DATES, { var: 's' }]), pick(random, [0, 1, -1, 14, -18, 13, 400]), pick(random, ['year', 'month', 'day', 'hour'])]

/** Two sides, or three of a chain. */
const compared = (random, next) => [pick(random, [1, { var: 'n' }]), pick(random, [next(), 3]), ...(random(3) ? [] : [5])]
const ordered = (random) => [time(random), time(random), ...(random(3) ? [] : [time(random)])]

/** What each operation is given. */
const OPERATIONS = {
  array: (random, next) => some(random, next, 0, 3),
  if: (random, next) => [next(), next(), next()],
  and: (random, next) => some(random, next, 2, 1),
  '===': (random, next) => [next(), next()],
  in: (random, next) => [next(), pick(random, [next(), { var: 'a' }, ['a', 'day', 1]])],
  '+': (random, next) => [pick(random, [1, 2, { var: 'n' }]), next()],
  '<': compared,
  '>=': compared,
  before: ordered,
  after: ordered,
  'not-after': ordered,
  'not-before': ordered,
  '!': (random, next) => [next()],
  plusTime: shifted,
  reduce: (random, next) => [
    pick(random, [{ var: 'a' }, { var: 'list' }, next()]),
    pick(random, [{ '+': [{ var: 'accumulator' }, { var: 'current' }] }, { and: [{ var: 'accumulator' }, { var: 'current' }] }, next()]),
    pick(random, [0, 1, true, next()]),
  ],
  extractFromUVCI: (random, next) => [pick(random, [next(), UVCI, { var: 's' }]), pick(random, [0, 1, 2, -1, 9])],
  dccDateOfBirth: (random, next) => [pick(random, [next(), pick(random, DATES)])],
}
