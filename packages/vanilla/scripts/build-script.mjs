// Builds the script for pages without a bundler: dist/script/freshline.js, the same under a name with its hash, a
// manifest.json with that name and the integrity value, and freshline.dev.js with the devtools in it. Runs at the end
// of the package's build.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const { version: packageVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The text of the script; for development with the devtools. */
export async function bundleScript({ version = packageVersion, forDevelopment = false } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(root, forDevelopment ? 'scripts/dev-script.ts' : 'src/script/index.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    // The devtools have lit in them, whose licence goes along.
    legalComments: forDevelopment ? 'eof' : 'none',
    conditions: ['@freshline/source', 'browser'],
    define: {
      FRESHLINE_VERSION: JSON.stringify(version),
      'process.env.NODE_ENV': forDevelopment ? '"development"' : '"production"',
    },
    banner: { js: `/*! Freshline ${version} | MIT${forDevelopment ? ' | for development' : ''} */` },
  })
  return outputFiles[0].text
}

/** Writes the script into a folder; answers its manifest. */
export function writeScript(text, folder, version = packageVersion) {
  const digest = createHash('sha384').update(text).digest()
  const file = `freshline.${digest.toString('hex').slice(0, 12)}.js`
  const manifest = { version, file, integrity: `sha384-${digest.toString('base64')}` }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['freshline.js', file]) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(root, 'dist', 'script')
  writeScript(await bundleScript(), folder)
  writeFileSync(join(folder, 'freshline.dev.js'), await bundleScript({ forDevelopment: true }))
}
