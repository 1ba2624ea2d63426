/** How the script comes by its global name, on pages where others may have loaded it, or own the name. */

/** What the script puts on a page. */
export interface ScriptApi {
  /** The version of the script. */
  readonly version: string
}

/** What the global name stands for. */
export type ScriptGlobal<A extends ScriptApi> = A & {
  /** All versions on the page by their names, this one among them: each loaded script can be reached. */
  readonly versions: Record<string, ScriptApi>
  /** Gives the global name back to what had it before, and returns this version. */
  readonly noConflict: () => ScriptGlobal<A>
}

const NAME = 'Freshline'

/**
 * Puts an API on the page as `Freshline`. The first version keeps the name; each further one is in its `versions`, and
 * one that is there already changes nothing. What else had the name gets it back by `noConflict()`.
 */
export function claimName<A extends ScriptApi>(page: object, api: A): void {
  const before = Object.getOwnPropertyDescriptor(page, NAME)
  const there: unknown = Reflect.get(page, NAME)
  const first = isOurs(there) ? there : undefined
  const versions = first?.versions ?? (Object.create(null) as Record<string, ScriptApi>)
  if (versions[api.version]) return
  const own: ScriptGlobal<A> = {
    ...api,
    versions,
    noConflict() {
      if (Reflect.get(page, NAME) !== own) return own
      if (before && !first) Object.defineProperty(page, NAME, before)
      else Reflect.deleteProperty(page, NAME)
      return own
    },
  }
  versions[api.version] = own
  if (first) return
  Object.defineProperty(page, NAME, { value: own, configurable: true, enumerable: true, writable: true })
}

/** Whether it is one of ours: an element with that id, or another library's object, is not. */
function isOurs(value: unknown): value is ScriptGlobal<ScriptApi> {
  if (typeof value !== 'object' || value === null || !('versions' in value) || !('version' in value))
    return false
  const { version, versions } = value as ScriptGlobal<ScriptApi>
  return typeof versions === 'object' && versions?.[version] === value
}
