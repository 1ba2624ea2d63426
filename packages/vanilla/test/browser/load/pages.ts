/** What the server gives out: each page with its script, made from the sources of the packages. */
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import type { PageConfig } from './page-report.ts'

/** Everything that is served, by name. */
export async function makePages(config: PageConfig): Promise<Record<string, string>> {
  const scripts = ['page-vanilla.ts', 'page-react.tsx', 'control.ts', 'control-react.tsx']
  const files: Record<string, string> = {
    'single.html': toHtml('page-vanilla', { ...config, intervals: config.intervals.slice(0, 1) }),
  }
  for (const script of scripts) {
    const name = script.replace(/\.tsx?$/, '')
    files[`${name}.html`] = toHtml(name, config)
    files[`${name}.js`] = await bundle(script)
  }
  return files
}

async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    conditions: ['@freshline/source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** A page that React fills begins empty. Where no observer stands in it, nobody hears what it tells. */
function toHtml(name: string, config: PageConfig): string {
  const cells = config.intervals.map((_, key) => `<span id="item${key}"></span>`).join('\n')
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Load</title>
<style>span { display: inline-block; width: 4em }</style><main>${name.endsWith('react') ? '' : cells}</main>
<script>var config = ${JSON.stringify(config)}; globalThis.told ??= () => {}; globalThis.life ??= ''</script>
<script type="module" src="/${name}.js"></script></html>`
}
