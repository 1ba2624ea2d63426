// @vitest-environment node
// What a bundler takes along: no panel in a production build that does not ask for it, no devtools where nobody
// imports them.
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** Names that only the panel, and lit in it, have. */
const PANEL = /freshline-panel|litHtmlVersions|litElementVersions|adoptedStyleSheets/

/** What only the hints for beginners say. */
const HINTS = /a mutation named/

async function bundle(contents: string, mode: 'production' | 'development') {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/out',
    minifySyntax: true,
    conditions: ['@freshline/source', 'module'],
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    write: false,
  })
  const texts = outputFiles.map(({ text }) => text)
  return { files: texts.length, first: texts[0] ?? '', all: texts.join('\n') }
}

const install = (options: string) => `
import { DataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
installDevtools(new DataSyncManager(), ${options})`

describe('I2 a production build', () => {
  it('holds nothing of the panel, though it is switched on for development', async () => {
    const { files, all } = await bundle(install('{ panel: true }'), 'production')
    expect(files).toBe(1)
    expect(all).toContain('__FRESHLINE__')
    expect(all).not.toMatch(HINTS)
    expect(all).not.toMatch(PANEL)
  })

  it('has it as a part of its own where it is asked for', async () => {
    const { files, first, all } = await bundle(
      install("{ panel: () => import('@freshline/devtools/panel') }"),
      'production',
    )
    expect(files).toBeGreaterThan(1)
    expect(first).not.toMatch(PANEL)
    expect(all).toMatch(PANEL)
  })

  it('has no devtools where nobody imports them', async () => {
    const { all } = await bundle(
      "import { DataSyncManager } from '@freshline/core'; globalThis.manager = new DataSyncManager()",
      'production',
    )
    expect(all).not.toMatch(/__FRESHLINE__|createManagerProbe|traceManager/)
    expect(all).not.toMatch(PANEL)
  })
})

describe('I2 a development build', () => {
  it('loads the panel later, as a part of its own', async () => {
    const { files, first, all } = await bundle(install('{ panel: true }'), 'development')
    expect(files).toBeGreaterThan(1)
    expect(first).not.toMatch(PANEL)
    expect(all).toMatch(PANEL)
    expect(first).toMatch(HINTS)
  })
})
