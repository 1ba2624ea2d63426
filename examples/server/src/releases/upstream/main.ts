/**
 * Runs the upstream on a port of its own: `node src/releases/upstream/main.ts`, with `PORT` (default 4180), `HOST` and
 * `DB_FILE`. The example server asks it where `RELEASES_URL` names it.
 */
import '../../resolve-source.ts'

// After the import above has taken effect, which it has on everything that is loaded from here on.
await import('./serve.ts')
