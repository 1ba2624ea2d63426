/** The tables of the consent banner, as one step of the schema. */

/** SQL of the step. */
export const consentMigration = `
  CREATE TABLE consent_sites (
    site TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    draft TEXT NOT NULL,
    draft_updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE consent_versions (
    site TEXT NOT NULL REFERENCES consent_sites (site),
    version INTEGER NOT NULL,
    asks_since INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    restored_from INTEGER,
    content TEXT NOT NULL,
    accepted INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, version)
  ) STRICT;
`
