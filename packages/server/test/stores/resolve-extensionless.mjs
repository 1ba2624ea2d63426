// Lets Node run the sources as they are: imports within a package name no extension.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && context.parentURL) {
      for (const ending of ['.ts', '/index.ts']) {
        const url = new URL(specifier + ending, context.parentURL)
        if (url.protocol === 'file:' && existsSync(fileURLToPath(url))) return next(url.href, context)
      }
    }
    return next(specifier, context)
  },
})
