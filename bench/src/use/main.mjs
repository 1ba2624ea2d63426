// `pnpm use`: ten minutes of a team's work with the example dashboard, counted and written to docs/use.md. Runs the
// packages from their sources; needs no build.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import '@freshline/example-server/resolve-source'

const { countUse } = await import('./count-use.mjs')
const { timeCached } = await import('./time-cached.mjs')
const { toPage } = await import('./use-page.mjs')

const file = fileURLToPath(new URL('../../../docs/use.md', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'freshline-use-'))
try {
  const page = toPage(await countUse(folder), await timeCached(folder))
  console.log(page)
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }))
} finally {
  rmSync(folder, { recursive: true })
}
