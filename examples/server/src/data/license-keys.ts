/** The collection of license keys. */
import { ApiError } from '../http/api-error.ts'
import type { Collection } from './collection.ts'
import { oneOf, planField, products, timeField, whole, writeSchemas } from './fields.ts'
import { cutSecret, makeKeyCode, secureRandom } from './key-code.ts'

const DAY = 86_400_000

/** What a license key may be. */
export const licenseStatuses = ['active', 'trial', 'expired', 'revoked'] as const

const required = {
  product: oneOf(products),
  plan: planField,
  seats: whole(1, 10_000),
  customerId: whole(1, Number.MAX_SAFE_INTEGER),
}
const optional = {
  status: oneOf(licenseStatuses),
  expiresAt: timeField,
}

/** License keys at `/api/admin/keys`. */
export const licenseKeys: Collection = {
  name: 'keys',
  singular: 'license key',
  table: 'license_keys',
  view: 'license_keys_view',
  ...writeSchemas(required, optional),
  searched: ['key', 'customerName', 'product'],
  filtered: ['status'],
  filterWords: licenseStatuses,
  sortable: [
    'key',
    'product',
    'plan',
    'seats',
    'seatsUsed',
    'status',
    'customerName',
    'lastUsedAt',
    'expiresAt',
    'createdAt',
    'updatedAt',
  ],
  secret: ['key'],
  complete: (values, { at }) => ({
    status: 'active',
    expiresAt: at + (values['status'] === 'trial' ? 14 : 365) * DAY,
    seatsUsed: 0,
    lastUsedAt: null,
    key: makeKeyCode(secureRandom),
    ...values,
  }),
  checkRules(record, { db }) {
    const fields: Record<string, string> = {}
    if (Number(record['seats']) < Number(record['seatsUsed'])) {
      fields['seats'] = `${String(record['seatsUsed'])} seats are in use; release some first.`
    }
    if (db.get('SELECT 1 FROM customers WHERE id = ?', record['customerId'] ?? 0) === undefined) {
      fields['customerId'] = 'There is no such customer.'
    }
    const names = Object.keys(fields)
    if (names.length === 0) return
    throw new ApiError('validation_failed', `The record has invalid fields: ${names.join(', ')}.`, { fields })
  },
  checkDelete() {},
  touches: (before, after) =>
    before?.['customerId'] === after?.['customerId'] ? ['stats'] : ['stats', 'customers'],
  // A customer tells how many keys name it.
  shownIn(_db, before, after) {
    const [was, is] = [before?.['customerId'], after?.['customerId']]
    return was === is ? [] : [was, is].flatMap((id) => (id === undefined ? [] : [['customers', Number(id)]]))
  },
  label: (record) => `${cutSecret(record['key'])} of ${String(record['customerName'])}`,
}
