/** Starts the example server from source, without a build: `node src/main.ts`. */
import './resolve-source.ts'

// After the import above has taken effect, which it has on everything that is loaded from here on.
await import('./start.ts')
