/** The collection of customers. */
import * as v from 'valibot'
import { ApiError } from '../http/api-error.ts'
import type { Collection } from './collection.ts'
import { emailField, line, oneOf, planField, whole, writeSchemas } from './fields.ts'
import { checkEmailFree } from './unique-email.ts'

/** What a customer may be. */
export const customerStatuses = ['active', 'trial', 'past_due', 'churned'] as const

const country = 'Must be a country code of two letters.'
const required = {
  company: line(120),
  contact: line(120),
  email: emailField,
  country: v.pipe(v.string(country), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]{2}$/, country)),
  plan: planField,
}
const optional = {
  mrrCents: whole(0, 1_000_000_000),
  status: oneOf(customerStatuses),
}

/** Customers at `/api/admin/customers`. */
export const customers: Collection = {
  name: 'customers',
  singular: 'customer',
  table: 'customers',
  view: 'customers_view',
  ...writeSchemas(required, optional),
  searched: ['company', 'contact', 'email'],
  filtered: ['status'],
  filterWords: customerStatuses,
  sortable: [
    'company',
    'contact',
    'email',
    'country',
    'plan',
    'mrrCents',
    'status',
    'licenseCount',
    'createdAt',
    'updatedAt',
  ],
  secret: [],
  complete: (values) => ({ mrrCents: 0, status: 'active', ...values }),
  checkRules: (record, context) => checkEmailFree('customers', record, context),
  checkDelete(record) {
    const held = Number(record['licenseCount'])
    if (held === 0) return
    const keys = held === 1 ? 'one license key' : `${held} license keys`
    throw new ApiError('conflict', `${String(record['company'])} still holds ${keys}; delete those first.`)
  },
  // License keys show the company's name, so a new name is a change of what they answer.
  touches: (before, after) =>
    before !== null && after !== null && before['company'] !== after['company']
      ? ['stats', 'keys']
      : ['stats'],
  shownIn(db, before, after) {
    if (before === null || after === null || before['company'] === after['company']) return []
    const rows = db.all('SELECT id FROM license_keys WHERE customer_id = ? ORDER BY id', after.id)
    return rows.map((row) => ['keys', Number(row['id'])])
  },
  label: (record) => String(record['company']),
}
