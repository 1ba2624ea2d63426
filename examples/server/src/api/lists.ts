/** Queries and answers of the list routes, and the answer of a delete. */
import type { CustomerStatus, LicenseStatus, UserRole, UserStatus } from './records.ts'

/**
 * Query of every list route. Absent or empty members mean the default; unknown ones (such as a cache-busting `_t`)
 * are ignored; bad ones answer 400.
 */
export interface ListQuery {
  /** From 1. Default 1. A page past the end is empty, not an error. */
  page?: number
  /** 1 to 10,000. Default 25. */
  pageSize?: number
  /** Words that must all occur, in any searched field, without case; up to 200 characters. */
  search?: string
  /** A status (or, for users, also a role) to keep. */
  status?: LicenseStatus | CustomerStatus | UserStatus | UserRole
  /** A sortable field, `-` in front for descending. Default `-updatedAt`. */
  sort?: string
}

/** Sortable fields of `GET /api/admin/keys`. */
export type LicenseKeySort =
  | 'key'
  | 'product'
  | 'plan'
  | 'seats'
  | 'seatsUsed'
  | 'status'
  | 'customerName'
  | 'lastUsedAt'
  | 'expiresAt'
  | 'createdAt'
  | 'updatedAt'

/** Sortable fields of `GET /api/admin/customers`. */
export type CustomerSort =
  | 'company'
  | 'contact'
  | 'email'
  | 'country'
  | 'plan'
  | 'mrrCents'
  | 'status'
  | 'licenseCount'
  | 'createdAt'
  | 'updatedAt'

/** Sortable fields of `GET /api/admin/users`. */
export type AdminUserSort = 'name' | 'email' | 'role' | 'status' | 'lastActiveAt' | 'createdAt' | 'updatedAt'

/** Answer of every list route. */
export interface ListAnswer<T> {
  items: T[]
  /** How many records match, on all pages. */
  total: number
  page: number
  pageSize: number
  /** Last change of the collection (not of this page). */
  updatedAt: number
  /** Change counter of the collection; only ever grows, so two answers can be put in order by it. */
  version: number
}

/** Answer of a delete. */
export interface DeleteAnswer {
  id: number
  deleted: true
  /** When it was deleted. */
  updatedAt: number
  /** Change counter of the collection after the deletion. */
  version: number
}
