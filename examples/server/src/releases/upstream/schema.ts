/** The upstream's own tables, in a file of its own: nothing of it is shared with the server that asks it. */

/** SQL of each schema version, never edited once released. */
export const upstreamMigrations: readonly string[] = [
  `
  CREATE TABLE releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tag TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    notes TEXT NOT NULL,
    prerelease INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX releases_published ON releases (published_at);

  CREATE TABLE assets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    release_id INTEGER NOT NULL REFERENCES releases (id),
    name TEXT NOT NULL UNIQUE,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL,
    downloads INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX assets_release ON assets (release_id);

  CREATE TABLE clients (
    name TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    resets_at INTEGER NOT NULL
  ) STRICT;
  `,
]
