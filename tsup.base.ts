import { defineConfig, type Options } from 'tsup'

/** What the published packages share; each package's own tsup.config.ts names its entries. */
export const library = (entry: string[], options: Options = {}) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'es2022',
    tsconfig: 'tsconfig.build.json',
    dts: true,
    splitting: true,
    treeshake: false,
    // The files are not minified: a map would double the package and show little more.
    sourcemap: false,
    clean: true,
    ...options,
  })
