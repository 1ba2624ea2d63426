/** Whole responses through the cache. */
import type { Key } from '@freshline/core/shared'
import type { PlanDefaults } from './load-plan'
import type { Obtainer, ObtainerParts } from './obtain'
import type { RespondOptions } from './respond-options'

/** What {@link createResponder} works with. */
export interface ResponderParts extends ObtainerParts {
  readonly obtainer: Obtainer
  readonly defaults: PlanDefaults
  readonly enabled: boolean
}

/** The `respond` of a cache. */
export function createResponder(_parts: ResponderParts) {
  return async (
    _request: Request,
    _key: Key | null | undefined,
    handler: () => Response | Promise<Response>,
    _options: RespondOptions = {},
  ): Promise<Response> => handler()
}
