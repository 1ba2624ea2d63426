/** `httpResource` with the options of every resource beside its own. */
import { httpResource as describeHttp, type HttpResourceOptions } from '../transport'
import type { Resource, ResourceOptions } from './resource'

/** Options of {@link httpResource}: its own, and those of every resource. */
export type HttpResourceDescription<T> = HttpResourceOptions<T> &
  Omit<ResourceOptions<T>, keyof HttpResourceOptions<T>>

/**
 * Describes a resource by its URL: its fetcher is `fetchFresh` with the validators of the last answer, its key the
 * URL as written unless one is given, its origin the URL's.
 *
 * @example
 * const stores = httpResource<Store[]>('/api/stores', { interval: 15_000, tags: ['stores'] })
 *
 * @throws `invalid_key` where the key has no canonical form
 */
export const httpResource: <T = unknown>(
  url: string | URL,
  options?: HttpResourceDescription<T>,
) => Resource<T> = describeHttp
