import { consentMigration } from '../consent/consent-migration.ts'
import { licenseMigration } from '../licenses/license-migration.ts'

/**
 * The schema, as steps that are never edited once released: a change is a further step. Views carry the names that
 * the API answers with, so that reading needs no mapping.
 */
const STAMP = `
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL`

const VIEW_STAMP = 'version, created_at AS createdAt, updated_at AS updatedAt'

/** SQL of each schema version, the first is version 1. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE customers (${STAMP},
    company TEXT NOT NULL,
    contact TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    country TEXT NOT NULL,
    plan TEXT NOT NULL,
    mrr_cents INTEGER NOT NULL CHECK (mrr_cents >= 0),
    status TEXT NOT NULL
  ) STRICT;

  CREATE TABLE license_keys (${STAMP},
    key TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL,
    plan TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats > 0),
    seats_used INTEGER NOT NULL DEFAULT 0 CHECK (seats_used BETWEEN 0 AND seats),
    status TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    last_used_at INTEGER,
    expires_at INTEGER
  ) STRICT;
  CREATE INDEX license_keys_customer ON license_keys (customer_id);
  CREATE INDEX license_keys_updated ON license_keys (updated_at);
  CREATE INDEX license_keys_status ON license_keys (status, expires_at);

  CREATE TABLE admin_users (${STAMP},
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    last_active_at INTEGER
  ) STRICT;

  CREATE TABLE hourly_stats (
    hour INTEGER PRIMARY KEY,
    validations INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    activations INTEGER NOT NULL DEFAULT 0,
    new_trials INTEGER NOT NULL DEFAULT 0,
    revenue_cents INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    collection TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    summary TEXT NOT NULL,
    before TEXT,
    after TEXT
  ) STRICT;

  CREATE TABLE collections (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE VIEW customers_view AS
    SELECT id, ${VIEW_STAMP}, company, contact, email, country, plan, mrr_cents AS mrrCents, status,
      (SELECT count(*) FROM license_keys WHERE customer_id = customers.id) AS licenseCount
    FROM customers;

  CREATE VIEW license_keys_view AS
    SELECT k.id, k.version, k.created_at AS createdAt, k.updated_at AS updatedAt, k.key, k.product, k.plan, k.seats,
      k.seats_used AS seatsUsed, k.status, k.customer_id AS customerId, c.company AS customerName,
      k.last_used_at AS lastUsedAt, k.expires_at AS expiresAt
    FROM license_keys k JOIN customers c ON c.id = k.customer_id;

  CREATE VIEW admin_users_view AS
    SELECT id, ${VIEW_STAMP}, name, email, role, status, last_active_at AS lastActiveAt
    FROM admin_users;
  `,
  `
  CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    collection TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX changes_collection ON changes (collection, id);
  CREATE INDEX changes_at ON changes (at);
  INSERT INTO meta (name, value) VALUES ('feed', lower(hex(randomblob(5))));
  `,
  consentMigration,
  licenseMigration,
]
