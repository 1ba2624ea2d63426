/** Reads a form's fields into the body of a request, or says what is wrong with which. The server checks again. */
import { fromDateInput } from '../format/time'

/** What a field's text comes to. */
export type FieldResult<T> = { value: T } | { error: string }

/** Reads one field. */
export type FieldReader<T> = (text: string) => FieldResult<T>

/** A reader for every member of a body. */
export type FormFields<Body extends object> = { [Name in keyof Body]-?: FieldReader<Body[Name]> }

/** Reads all fields; `body` is there when nothing is wrong. */
export function readForm<Body extends object>(data: FormData, fields: FormFields<Body>) {
  const errors: Record<string, string> = {}
  const body: Partial<Body> = {}
  for (const name in fields) {
    const text = data.get(name)
    const result = fields[name](typeof text === 'string' ? text.trim() : '')
    if ('error' in result) errors[name] = result.error
    else body[name] = result.value
  }
  return { errors, body: Object.keys(errors).length === 0 ? (body as Body) : undefined }
}

/** A line of text that must not be empty. */
export const requiredText =
  (missing: string, max = 120): FieldReader<string> =>
  (text) => {
    if (text === '') return { error: missing }
    return text.length > max ? { error: `Must be at most ${max} characters.` } : { value: text }
  }

/** An e-mail address, as far as a page can tell. */
export const emailAddress: FieldReader<string> = (text) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
    ? { value: text.toLowerCase() }
    : { error: 'Enter an e-mail address.' }

/** A whole number in a range. */
export const wholeNumber =
  (min: number, max: number): FieldReader<number> =>
  (text) => {
    const value = Number(text)
    const isGood = text !== '' && Number.isInteger(value) && value >= min && value <= max
    return isGood
      ? { value }
      : { error: `Enter a whole number from ${min} to ${max.toLocaleString('en-US')}.` }
  }

/** An amount of dollars as cents. */
export const dollars: FieldReader<number> = (text) => {
  const value = Number(text === '' ? 0 : text)
  const isGood = Number.isFinite(value) && value >= 0 && value <= 10_000_000
  return isGood ? { value: Math.round(value * 100) } : { error: 'Enter an amount from 0 to 10,000,000.' }
}

/** One of a list of choices. */
export const oneOf =
  <Value extends string>(choices: readonly { value: Value }[]): FieldReader<Value> =>
  (text) => {
    const choice = choices.find(({ value }) => value === text)
    return choice === undefined ? { error: 'Choose one.' } : { value: choice.value }
  }

/** A day, or null for none. A day that was not changed keeps the exact time it had. */
export const dayOrNever =
  (before: { text: string; at: number | null }): FieldReader<number | null> =>
  (text) => {
    if (text === before.text) return { value: before.at }
    if (text === '') return { value: null }
    const at = fromDateInput(text)
    return at === undefined ? { error: 'Enter a date.' } : { value: at }
  }
