import { describe, expect, test } from 'vitest'
import { changedMembers } from '../src/collections/collection-dialogs'
import {
  dayOrNever,
  dollars,
  emailAddress,
  oneOf,
  readForm,
  requiredText,
  wholeNumber,
} from '../src/collections/read-form'

function form(entries: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(name, value)
  return data
}

describe('readForm', () => {
  const fields = { name: requiredText('Enter a name.'), seats: wholeNumber(1, 10) }

  test('a good form becomes a body', () => {
    expect(readForm<{ name: string; seats: number }>(form({ name: ' Ada ', seats: '3' }), fields)).toEqual({
      errors: {},
      body: { name: 'Ada', seats: 3 },
    })
  })

  test('every bad field is named, and there is no body', () => {
    const { errors, body } = readForm<{ name: string; seats: number }>(
      form({ name: '  ', seats: '11' }),
      fields,
    )
    expect(body).toBeUndefined()
    expect(errors).toEqual({ name: 'Enter a name.', seats: 'Enter a whole number from 1 to 10.' })
  })
})

describe('readers', () => {
  test('numbers must be whole and within bounds', () => {
    const read = wholeNumber(0, 5)
    for (const text of ['', '1.5', '-1', '6', 'x']) expect(read(text)).toHaveProperty('error')
    expect(read('0')).toEqual({ value: 0 })
  })

  test('dollars are kept as cents, without the errors of binary fractions', () => {
    expect(dollars('19.99')).toEqual({ value: 1_999 })
    expect(dollars('')).toEqual({ value: 0 })
    expect(dollars('-1')).toHaveProperty('error')
  })

  test('addresses need an at sign and a dot, and are kept in lower case', () => {
    expect(emailAddress('Ada@Example.com')).toEqual({ value: 'ada@example.com' })
    for (const text of ['', 'ada', 'ada@example', 'a da@example.com'])
      expect(emailAddress(text)).toHaveProperty('error')
  })

  test('only known choices are taken', () => {
    const read = oneOf([{ value: 'a' }, { value: 'b' }])
    expect(read('b')).toEqual({ value: 'b' })
    expect(read('c')).toHaveProperty('error')
  })

  test('a day that was left alone keeps its exact time; an emptied one is never', () => {
    const read = dayOrNever({ text: '2027-01-02', at: 1_798_900_000_123 })
    expect(read('2027-01-02')).toEqual({ value: 1_798_900_000_123 })
    expect(read('')).toEqual({ value: null })
    expect(read('2027-01-03')).toEqual({ value: new Date(2027, 0, 3, 23, 59, 59).getTime() })
    expect(read('soon')).toHaveProperty('error')
  })
})

test('only what was changed is sent', () => {
  expect(changedMembers({ name: 'Ada', role: 'admin' }, { name: 'Ada', role: 'owner' })).toEqual({
    role: 'owner',
  })
})
