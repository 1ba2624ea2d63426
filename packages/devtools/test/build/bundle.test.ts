// The built files, as a bundler and a server meet them.
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const PANEL = /freshline-panel|litHtmlVersions|litElementVersions/

async function bundle(options: string, mode: 'production' | 'development') {
  const { outputFiles } = await build({
    stdin: {
      contents: `
import { DataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
installDevtools(new DataSyncManager(), ${options})`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/out',
    minifySyntax: true,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    write: false,
  })
  return { files: outputFiles.length, text: outputFiles.map(({ text }) => text).join('\n') }
}

describe('I2 the built devtools', () => {
  it('leave the panel out of a production build, unless it is asked for', async () => {
    const plain = await bundle('{ panel: true }', 'production')
    expect(plain.files).toBe(1)
    expect(plain.text).not.toMatch(PANEL)
    const asked = await bundle("{ panel: () => import('@freshline/devtools/panel') }", 'production')
    expect(asked.files).toBeGreaterThan(1)
    expect(asked.text).toMatch(PANEL)
    expect((await bundle('{ panel: true }', 'development')).text).toMatch(PANEL)
  })

  it('have lit in the panel as pages get it: no development warnings, nothing of a server', async () => {
    const { text } = await bundle('{ panel: true }', 'development')
    expect(text).not.toMatch(/Lit is in dev mode|ssr-dom-shim|from "lit"/)
  })

  it('can be imported and required where there is no page', async () => {
    expect(Object.keys(await import('@freshline/devtools/panel'))).toEqual(['mountPanel'])
    const required: object = createRequire(import.meta.url)('@freshline/devtools/panel')
    expect(Object.keys(required)).toEqual(['mountPanel'])
  })
})
