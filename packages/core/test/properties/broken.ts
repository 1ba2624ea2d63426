/** A copy of the library with one small change in its source, to see which model notices. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { build } from 'esbuild'
import type { Parts } from './model'

/** What is changed: in a file below `src`, a text that occurs there once, and what takes its place. */
export type Change = readonly [file: string, from: string, to: string]

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/**
 * Builds the parts with a change.
 * @throws Error where the text is not there exactly once: the source has moved on, and so must the change
 */
export async function breakParts([file, from, to]: Change): Promise<Parts> {
  const path = source(file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file}: not there exactly once: ${from}`)
  const result = await build({
    entryPoints: [fileURLToPath(new URL('parts.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'parts',
    target: 'es2022',
    plugins: [
      {
        name: 'change',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            loaded === path ? { contents: text.replace(from, () => to), loader: 'ts' } : undefined,
          )
        },
      },
    ],
  })
  // A script of its own: nothing of it is seen by the modules that the other tests use.
  return runInThisContext(`(() => { ${result.outputFiles[0]?.text ?? ''}; return parts })()`) as Parts
}
