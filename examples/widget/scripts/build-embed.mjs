// Builds the script that other sites embed: one file with all it needs, its name with a hash of it, and its integrity.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const { version: packageVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The script: `{ text, file, integrity, bytes, gzip, version }`. */
export async function buildEmbed({ version = packageVersion } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src', 'embed', 'index.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    conditions: ['@freshline/source'],
    define: { WIDGET_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
    banner: { js: `/*! Freshline consent banner ${version} | MIT */` },
  })
  const text = shrinkStyle(outputFiles[0].text)
  const digest = createHash('sha384').update(text).digest()
  return {
    text,
    version,
    file: `consent-${digest.toString('hex').slice(0, 12)}.js`,
    integrity: `sha384-${digest.toString('base64')}`,
    bytes: Buffer.byteLength(text),
    gzip: gzipSync(text, { level: 9 }).length,
  }
}

/** Indentation and line breaks of style sheets in template texts, which no minifier of scripts touches. */
function shrinkStyle(text) {
  return text.replaceAll(/(?<=[;{},>\n]|\*\/)\n\s*/g, '').replaceAll(/\n +(?=[@.:*}\w[-])/g, '')
}

/** A plug-in for Vite: puts the script beside the page, and what the page has to know of it into embed.json. */
export function embedScript() {
  return {
    name: 'embed-script',
    apply: 'build',
    async generateBundle() {
      const { text, ...facts } = await buildEmbed()
      this.emitFile({ type: 'asset', fileName: `assets/${facts.file}`, source: text })
      const manifest = { ...facts, path: `assets/${facts.file}` }
      this.emitFile({
        type: 'asset',
        fileName: 'embed.json',
        source: `${JSON.stringify(manifest, null, 2)}\n`,
      })
    },
  }
}
