/** Field schemas that the collections share, with messages for people. */
import * as v from 'valibot'
import type { SqlValue } from '../db/driver.ts'
import type { Values } from './collection.ts'

/** A field of text, number or null. */
type Field = v.GenericSchema<unknown, SqlValue>

/** Schemas of a collection's creates and patches. Members that are not named here can't be written. */
export function writeSchemas(required: Record<string, Field>, optional: Record<string, Field>) {
  const loose = (fields: Record<string, Field>) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, v.exactOptional(field)] as const))
  return {
    createSchema: asValues(v.strictObject({ ...required, ...loose(optional) })),
    patchSchema: asValues(v.strictObject(loose({ ...required, ...optional }))),
  }
}

/** A member under an index signature is typed as possibly undefined; `exactOptional` refuses exactly that. */
function asValues(schema: unknown): v.GenericSchema<unknown, Values> {
  return schema as v.GenericSchema<unknown, Values>
}

/** One line of text, trimmed, without control characters. */
export function line(max: number) {
  const message = `Must be 1 to ${max} characters of text.`
  return v.pipe(
    v.string(message),
    v.trim(),
    v.minLength(1, message),
    v.maxLength(max, message),
    v.regex(/^\P{Cc}*$/u, 'Must not contain control characters.'),
  )
}

/** An address that mail could be sent to; stored in lower case. */
export const emailField = v.pipe(
  v.string('Must be an e-mail address.'),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(200, 'Must be at most 200 characters.'),
  v.email('Must be an e-mail address.'),
)

/** A whole number in a range. */
export function whole(min: number, max: number) {
  const message = `Must be a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message))
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `Must be one of ${words.join(', ')}.`)
}

/** Epoch milliseconds up to the year 2200, or null for never. */
export const timeField = v.nullable(whole(0, Date.UTC(2200, 0)))

/** Names of the tiers. */
export const plans = ['starter', 'team', 'business', 'enterprise'] as const

/** Names of the products. */
export const products = ['Atlas Studio', 'Beacon Monitor', 'Cobalt Render', 'Drift Capture'] as const

/** Field of a tier. */
export const planField = oneOf(plans)
