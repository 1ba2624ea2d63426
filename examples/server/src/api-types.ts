/**
 * The JSON contract of the example server: what every route takes and answers.
 * Types only, so that the dashboard can import it without pulling in server code.
 * Every timestamp is epoch milliseconds; money is whole US cents.
 */

/** Subscription tier of a license key or customer. */
export type Plan = 'starter' | 'team' | 'business' | 'enterprise'

/** What a license key may be. Only `active` and `trial` keys validate. */
export type LicenseStatus = 'active' | 'trial' | 'expired' | 'revoked'

/** Billing state of a customer. */
export type CustomerStatus = 'active' | 'trial' | 'past_due' | 'churned'

/** What an admin user may do. There is always at least one `owner`. */
export type UserRole = 'owner' | 'admin' | 'support' | 'viewer'

/** Whether an admin user may sign in. */
export type UserStatus = 'active' | 'invited' | 'suspended'

/** Products that licenses are sold for. */
export type Product = 'Atlas Studio' | 'Beacon Monitor' | 'Cobalt Render' | 'Drift Capture'

/** The collections that can be listed and changed. */
export type CollectionName = 'keys' | 'customers' | 'users'

/** Members that every stored record carries; the server sets them, writes may not. */
export interface RecordStamp {
  /** Permanent number within its collection. */
  id: number
  /** Starts at 1, plus one with every change of this record. Send it as `If-Match: "<version>"` to guard a write. */
  version: number
  /** When the record was made. */
  createdAt: number
  /** When the record last changed. */
  updatedAt: number
}

/** One license key. */
export interface LicenseKey extends RecordStamp {
  /** The secret itself, `FL-XXXX-XXXX-XXXX-XXXX`; made by the server. */
  key: string
  product: Product
  plan: Plan
  /** How many activations the key allows, 1 to 10,000. */
  seats: number
  /** How many activations are in use; never above `seats`. */
  seatsUsed: number
  status: LicenseStatus
  /** The customer that holds the key. */
  customerId: number
  /** Company name of that customer; follows it when it is renamed. */
  customerName: string
  /** Last successful validation, `null` when never used. */
  lastUsedAt: number | null
  /** End of the license, `null` for a perpetual one. */
  expiresAt: number | null
}

/** Body of `POST /api/admin/keys`. */
export interface LicenseKeyCreate {
  product: Product
  plan: Plan
  seats: number
  customerId: number
  /** Default `active`. */
  status?: LicenseStatus
  /** Default: one year from now, or 14 days for a `trial`. */
  expiresAt?: number | null
}

/** Body of `PATCH /api/admin/keys/:id`; members left out stay as they are. */
export type LicenseKeyPatch = Partial<LicenseKeyCreate>

/** One customer. */
export interface Customer extends RecordStamp {
  company: string
  /** Full name of the person to talk to. */
  contact: string
  /** Unique among customers, compared without case. */
  email: string
  /** ISO 3166-1 alpha-2, upper case. */
  country: string
  plan: Plan
  /** Monthly recurring revenue in cents. */
  mrrCents: number
  status: CustomerStatus
  /** How many license keys name this customer. Worked out, not writable. */
  licenseCount: number
}

/** Body of `POST /api/admin/customers`. */
export interface CustomerCreate {
  company: string
  contact: string
  email: string
  country: string
  plan: Plan
  /** Default 0. */
  mrrCents?: number
  /** Default `active`. */
  status?: CustomerStatus
}

/** Body of `PATCH /api/admin/customers/:id`. */
export type CustomerPatch = Partial<CustomerCreate>

/** One person who may use the dashboard. */
export interface AdminUser extends RecordStamp {
  name: string
  /** Unique among users, compared without case. */
  email: string
  role: UserRole
  status: UserStatus
  /** Last time seen, `null` when never. */
  lastActiveAt: number | null
}

/** Body of `POST /api/admin/users`. */
export interface AdminUserCreate {
  name: string
  email: string
  role: UserRole
  /** Default `invited`. */
  status?: UserStatus
}

/** Body of `PATCH /api/admin/users/:id`. */
export type AdminUserPatch = Partial<AdminUserCreate>

/**
 * Query of every list route. Absent or empty members mean the default; unknown ones (such as a cache-busting `_t`)
 * are ignored; bad ones answer 400.
 */
export interface ListQuery {
  /** From 1. Default 1. A page past the end is empty, not an error. */
  page?: number
  /** 1 to 200. Default 25. */
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

/** One day of activity, in UTC. */
export interface DailyPoint {
  /** Start of the day. */
  day: number
  activations: number
  validations: number
  /** Validations that were refused. */
  failures: number
  newTrials: number
  revenueCents: number
}

/** One hour of activity. */
export interface HourlyPoint {
  /** Start of the hour. */
  hour: number
  validations: number
  /** Validations that were refused. */
  failures: number
  activations: number
}

/** A name and how many license keys carry it. */
export interface Share<Name extends string = string> {
  name: Name
  count: number
}

/** Answer of `GET /api/admin/stats?days=30` (`days` is 7 to 90, default 30). */
export interface StatsAnswer {
  totals: {
    licenses: number
    activeLicenses: number
    trialLicenses: number
    expiredLicenses: number
    revokedLicenses: number
    /** Active licenses that end within 30 days. */
    expiringSoon: number
    /** Seats of active and trial licenses. */
    seats: number
    seatsUsed: number
    customers: number
    activeCustomers: number
    /** Sum over customers that are not churned. */
    mrrCents: number
    /** Since midnight UTC. */
    activationsToday: number
    revenueTodayCents: number
    /** In the current hour. */
    validationsThisHour: number
  }
  /** The last seven days against the seven before them, as a fraction: 0.12 is 12 % more. `null` without a base. */
  trends: {
    activations: number | null
    revenue: number | null
    validations: number | null
    trials: number | null
  }
  /** Oldest first, `days` entries, the last is today so far. */
  daily: DailyPoint[]
  /** Oldest first, 48 entries, the last is the current hour so far. */
  hourly: HourlyPoint[]
  byStatus: Share<LicenseStatus>[]
  byPlan: Share<Plan>[]
  byProduct: Share<Product>[]
  /** Last change of anything counted here. */
  updatedAt: number
  /** Change counter of the statistics. */
  version: number
}

/** What was done to a record. */
export type AuditAction = 'create' | 'update' | 'delete'

/** One line of the audit log. */
export interface AuditEntry {
  id: number
  at: number
  /** E-mail or name of who did it (`x-actor` header, default `demo@freshline.example`), or `system` for the background job. */
  actor: string
  action: AuditAction
  collection: CollectionName
  recordId: number
  /** One readable sentence, license keys cut to 8 characters. */
  summary: string
  /** Changed members as they were (the whole record for a delete), `null` for a create. */
  before: Record<string, unknown> | null
  /** Changed members as they are (the whole record for a create), `null` for a delete. */
  after: Record<string, unknown> | null
}

/** Answer of `GET /api/admin/audit?limit=50` (`limit` is 1 to 200), newest first. */
export interface AuditAnswer {
  items: AuditEntry[]
  /** When the newest entry was written, 0 while there is none. */
  updatedAt: number
}

/** State of one collection in `SyncAnswer`. */
export interface CollectionState {
  version: number
  updatedAt: number
  total: number
}

/** Answer of `GET /api/admin/sync`. Holds the server's time, so it is never a 304. */
export interface SyncAnswer {
  serverTime: number
  startedAt: number
  collections: Record<CollectionName, CollectionState>
  stats: { version: number; updatedAt: number }
  lastChange: AuditEntry | null
  database: {
    status: 'ok' | 'error'
    driver: 'node:sqlite' | 'better-sqlite3'
    journalMode: string
    schemaVersion: number
    sizeBytes: number
  }
  job: {
    running: boolean
    /** Mean time between changes, 0 when the job is off. */
    intervalMs: number
    ticks: number
    lastTickAt: number | null
  }
}

/** What goes wrong on purpose. `offline` is not here: the page does that to itself. */
export type FaultMode = 'none' | 'slow' | 'error500' | 'rate429' | 'drop' | 'malformed'

/** Which requests a fault hits: GET and HEAD, all others, or every one. */
export type FaultScope = 'reads' | 'writes' | 'all'

/** Answer of `GET` and `PUT /api/faults`. */
export interface FaultsAnswer {
  mode: FaultMode
  /** Delay of `slow`. */
  latencyMs: number
  /** `Retry-After` of `rate429`, in seconds because the header is. */
  retryAfterSeconds: number
  scope: FaultScope
  /** Share of requests that are hit, 0 to 1. */
  rate: number
  /** When the server goes back to `none` by itself; `null` when the mode is `none`. */
  endsAt: number | null
}

/** Body of `PUT /api/faults`; members left out get their default, not their last value. */
export interface FaultsPut {
  mode: FaultMode
  /** 0 to 30,000. Default 2,500. */
  latencyMs?: number
  /** 1 to 120. Default 5. */
  retryAfterSeconds?: number
  /** Default `all`. */
  scope?: FaultScope
  /** Default 1. */
  rate?: number
  /** How long the fault lasts, 1,000 to 600,000. Default 120,000. */
  ttlMs?: number
}

/** One request in `RequestsAnswer`. */
export interface LoggedRequest {
  /** Grows by one with every request, also across a reset. */
  seq: number
  /** When it arrived. */
  at: number
  method: string
  /** As sent, without the query. */
  path: string
  /** Query string with its `?`, or empty. */
  query: string
  /** 0 when the connection was dropped, `null` while it is being answered. */
  status: number | null
  durationMs: number | null
  /** The fault that hit it, `null` when none. */
  fault: FaultMode | null
}

/** Answer of `GET /api/debug/requests?limit=100` (not with `NODE_ENV=production`); `DELETE` empties it and answers the empty one. */
export interface RequestsAnswer {
  /** Start of counting. */
  since: number
  total: number
  /** Count by route, such as `GET /api/admin/keys` or `PATCH /api/admin/keys/:id`. */
  routes: Record<string, number>
  /** Newest last, at most 500 kept. */
  recent: LoggedRequest[]
}

/** Stable codes of `ErrorAnswer`, with their HTTP status. */
export type ErrorCode =
  | 'invalid_query' // 400
  | 'invalid_json' // 400
  | 'invalid_path' // 400
  | 'forbidden_origin' // 403
  | 'not_found' // 404
  | 'method_not_allowed' // 405
  | 'conflict' // 409: e-mail taken, customer still holds keys, last owner
  | 'version_mismatch' // 412: If-Match names another version
  | 'body_too_large' // 413: over 64 KiB
  | 'unsupported_media_type' // 415: not application/json
  | 'validation_failed' // 422, with fields
  | 'rate_limited' // 429, a fault
  | 'internal' // 500, also a fault
  | 'shutting_down' // 503

/** Body of every answer from 400 up. */
export interface ErrorAnswer {
  error: {
    code: ErrorCode
    /** A sentence that can be shown to people. */
    message: string
    /** Message by member, for 400 and 422. */
    fields?: Record<string, string>
    /** The record as it is now, for 412. */
    current?: LicenseKey | Customer | AdminUser
  }
}
