/**
 * Where http-cache-semantics reads a private cache's rules otherwise than the RFCs do. Each difference rewrites an
 * exchange that it is about into one in which that library means what the RFC says; nothing else is touched.
 */
import { parseHttpDate } from '../../src/http/http-date'
import { type Directive, type Exchange, type Message, start } from './oracle-cases'

/** A named difference. `rewrite` answers the exchange itself where it does not concern it. */
export interface Difference {
  readonly name: string
  readonly section: string
  rewrite(exchange: Exchange): Exchange
}

const has = ({ control }: Message, name: string) => control.some((each) => each.name === name)
const isBare = ({ name, value }: Directive) => name === 'no-cache' && value === undefined
const without = (message: Message, drop: (directive: Directive) => boolean): Message => {
  return message.control.some(drop)
    ? { ...message, control: message.control.filter((each) => !drop(each)) }
    : message
}
const named =
  (...names: string[]) =>
  ({ name }: Directive) =>
    names.includes(name)
const withField = (message: Message, name: string, value: string | undefined): Message => {
  const { [name]: _, ...other } = message.other
  return { ...message, other: value === undefined ? other : { ...other, [name]: value } }
}
const withDirective = (message: Message, name: string): Message => {
  return { ...message, control: [...message.control, { name, spelling: 'plain' }] }
}
const everywhere = (exchange: Exchange, change: (message: Message) => Message): Exchange => {
  const { first, answer, second } = exchange
  return { ...exchange, first: change(first), answer: change(answer), second: change(second) }
}
const ofAnswer = (exchange: Exchange, change: (message: Message) => Message): Exchange => {
  return { ...exchange, answer: change(exchange.answer) }
}

const heuristic = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])
const numeric = new Set(['max-age', 'min-fresh', 'max-stale', 'stale-while-revalidate', 's-maxage'])

export const differences: readonly Difference[] = [
  {
    name: 'names of directives in any case; commas within quotes',
    section: 'RFC 9111 section 5.2, RFC 9110 section 5.6.4',
    rewrite: (exchange) =>
      everywhere(exchange, (message) => ({
        ...message,
        control: message.control.map((each) => ({
          ...each,
          spelling: 'plain',
          ...(each.value?.includes(',') && { value: each.value.split(',')[0] }),
        })),
      })),
  },
  {
    name: 'of duplicate directives the one without a value, else the first',
    section: 'RFC 9111 section 4.2.1',
    rewrite: (exchange) =>
      everywhere(exchange, (message) => ({
        ...message,
        control: message.control.filter((directive) => {
          const alike = message.control.filter(({ name }) => name === directive.name)
          return directive === (alike.find(({ value }) => !value) ?? alike[0])
        }),
      })),
  },
  {
    name: 'what is no whole number is 0',
    section: 'RFC 9111 sections 1.2.2 and 4.2.1',
    rewrite: (exchange) =>
      everywhere(exchange, (message) => ({
        ...message,
        control: message.control.map((each) => {
          const isWrong = numeric.has(each.name) && each.value !== undefined && !/^\d+$/.test(each.value)
          // `max-stale=` says nothing about how stale.
          return isWrong && !(each.name === 'max-stale' && each.value === '') ? { ...each, value: '0' } : each
        }),
      })),
  },
  {
    name: 'max-stale with an empty value is one without',
    section: 'RFC 9111 section 5.2.1.2',
    rewrite: (exchange) =>
      everywhere(exchange, (message) => ({
        ...message,
        control: message.control.map((each) =>
          each.name === 'max-stale' && each.value === ''
            ? { name: each.name, spelling: each.spelling }
            : each,
        ),
      })),
  },
  {
    name: 'Pragma of an answer means nothing',
    section: 'RFC 9111 section 5.4',
    rewrite: (exchange) => ofAnswer(exchange, (answer) => withField(answer, 'pragma', undefined)),
  },
  {
    name: 'Pragma of a request means nothing beside Cache-Control',
    section: 'RFC 9111 section 5.4, RFC 7234 section 5.4',
    rewrite: (exchange) =>
      exchange.second.control.length > 0
        ? { ...exchange, second: withField(exchange.second, 'pragma', undefined) }
        : exchange,
  },
  {
    name: 'no-cache with field names is about those fields',
    section: 'RFC 9111 section 5.2.2.4',
    rewrite: (exchange) =>
      ofAnswer(exchange, (answer) => without(answer, (each) => each.name === 'no-cache' && !isBare(each))),
  },
  {
    name: 'no-cache is not outdone by max-stale or stale-while-revalidate',
    section: 'RFC 9111 section 5.2.2.4',
    rewrite: (exchange) =>
      exchange.answer.control.some(isBare)
        ? {
            ...exchange,
            answer: without(exchange.answer, named('stale-while-revalidate')),
            second: without(exchange.second, named('max-stale')),
          }
        : exchange,
  },
  {
    name: 'must-revalidate is about stale answers, and forbids to use those',
    section: 'RFC 9111 section 5.2.2.2',
    rewrite: (exchange) =>
      has(exchange.answer, 'must-revalidate')
        ? {
            ...exchange,
            answer: without(exchange.answer, named('must-revalidate', 'stale-while-revalidate')),
            second: without(exchange.second, named('max-stale')),
          }
        : exchange,
  },
  {
    name: 'must-understand outdoes no-store where the status is understood, else forbids to store',
    section: 'RFC 9111 section 5.2.2.3',
    rewrite: (exchange) => {
      if (!has(exchange.answer, 'must-understand')) return exchange
      return ofAnswer(exchange, (answer) =>
        heuristic.has(exchange.status)
          ? without(answer, named('no-store'))
          : withDirective(answer, 'no-store'),
      )
    },
  },
  {
    name: 'no lifetime is guessed where none may be, nor without a Date',
    section: 'RFC 9111 section 4.2.2',
    rewrite: (exchange) => {
      const { status, answer } = exchange
      const isGuessed =
        (heuristic.has(status) || has(answer, 'public')) &&
        parseHttpDate(answer.other['date'] ?? null, start) !== undefined
      return isGuessed ? exchange : ofAnswer(exchange, (each) => withField(each, 'last-modified', undefined))
    },
  },
  {
    name: 'any final status may be stored where the answer says so',
    section: 'RFC 9111 section 3',
    rewrite: (exchange) => {
      const { status, answer } = exchange
      const isKnown = heuristic.has(status) || status === 206 || status === 304
      const isSaid =
        ['max-age', 'public', 'private'].some((name) => has(answer, name)) || 'expires' in answer.other
      return !isKnown && isSaid ? { ...exchange, status: has(answer, 'public') ? 200 : 203 } : exchange
    },
  },
  {
    name: 'immutable is no lifetime',
    section: 'RFC 8246 section 2',
    rewrite: (exchange) => ofAnswer(exchange, (answer) => without(answer, named('immutable'))),
  },
  {
    name: 'Expires without a Date is not measured by our clock',
    section: 'RFC 9111 section 4.2.3: clocks need not agree; too stale, never too fresh',
    rewrite: (exchange) => {
      const { expires, date = null } = exchange.answer.other
      const isMeasured = parseHttpDate(date, start) !== undefined
      return expires === undefined || isMeasured
        ? exchange
        : ofAnswer(exchange, (answer) => withField(answer, 'expires', '0'))
    },
  },
  {
    name: 'a date is one of three forms, in GMT',
    section: 'RFC 9110 section 5.6.7, RFC 9111 section 5.3',
    rewrite: (exchange) =>
      exchange.answer.other['expires']?.includes('T') === true &&
      /^\d{4}-/.test(exchange.answer.other['expires'])
        ? ofAnswer(exchange, (answer) => withField(answer, 'expires', 'never'))
        : exchange,
  },
  {
    name: 'of Age the first value, and only a whole number',
    section: 'RFC 9111 section 5.1',
    rewrite: (exchange) => {
      const first = exchange.answer.other['age']?.split(',')[0]
      return ofAnswer(exchange, (answer) =>
        withField(answer, 'age', /^\d+$/.test(first ?? '') ? first : undefined),
      )
    },
  },
  {
    name: 'Vary: * is not stored: no request could use it',
    section: 'RFC 9111 section 4.1',
    rewrite: (exchange) =>
      exchange.answer.other['vary']?.includes('*')
        ? ofAnswer(exchange, (answer) => withDirective(answer, 'no-store'))
        : exchange,
  },
  {
    name: 'white space in lists, and the case of languages, make no variant',
    section: 'RFC 9111 section 4.1',
    rewrite: (exchange) =>
      everywhere(exchange, (message) => {
        const { 'accept-language': language, 'x-a': own } = message.other
        const spaced = withField(message, 'x-a', own?.replaceAll(' ', ''))
        return withField(spaced, 'accept-language', language?.toLowerCase().replaceAll(' ', ''))
      }),
  },
  {
    name: 'min-fresh, also of 0 s, asks for what is fresh',
    section: 'RFC 9111 section 5.2.1.3',
    rewrite: (exchange) =>
      has(exchange.second, 'min-fresh')
        ? {
            ...exchange,
            answer: without(exchange.answer, named('stale-while-revalidate')),
            second: without(exchange.second, named('max-stale')),
          }
        : exchange,
  },
  {
    name: 'max-age=0 asks the server, also within the same moment',
    section: 'RFC 9111 section 5.2.1.1: a preference, which we take for what its users mean',
    rewrite: (exchange) => {
      const zero = exchange.second.control.some(
        ({ name, value = '' }) => name === 'max-age' && Number(value) === 0,
      )
      return zero ? { ...exchange, second: withDirective(exchange.second, 'no-cache') } : exchange
    },
  },
]
