/** The table of license checks. It has no column that a key would fit in but its mask. */
export const licenseMigration = `
  CREATE TABLE license_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    masked TEXT NOT NULL CHECK (length(masked) <= 24),
    outcome TEXT NOT NULL,
    product TEXT
  ) STRICT;
`
