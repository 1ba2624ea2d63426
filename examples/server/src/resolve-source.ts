/**
 * Lets Node run the workspace's packages from their sources: by the export condition `@freshline/source`, and with the
 * extensions that their imports leave out. Bundlers and test runners do the same by their settings.
 */
import { registerHooks, type ResolveHookContext, type ResolveFnOutput } from 'node:module'

type Next = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput

const SOURCE = /\/packages\/[^/]+\/src\//
const RELATIVE = /^\.\.?\//
const EXTENSION = /\.[cm]?[jt]s$/

registerHooks({
  resolve(specifier: string, context: ResolveHookContext, next: Next) {
    const asSource = { ...context, conditions: [...context.conditions, '@freshline/source'] }
    const isBare = RELATIVE.test(specifier) && !EXTENSION.test(specifier)
    if (!isBare || !SOURCE.test(context.parentURL ?? '')) return next(specifier, asSource)
    try {
      return next(`${specifier}.ts`, asSource)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
      return next(`${specifier}/index.ts`, asSource)
    }
  },
})
