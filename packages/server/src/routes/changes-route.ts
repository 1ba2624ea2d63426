/** `GET /changes`: one page of the change feed. Nobody keeps it unasked, and an empty poll is a 304. */
import type { Clock } from '@freshline/core/shared'
import { conditional } from '../conditional/conditional'
import type { ChangeSource } from '../log'
import { parseChangesQuery } from './changes-query'

/** Answers a page. Rejects with what the source rejects with, and with RequestError for a bad query. */
export async function answerChanges(
  request: Request,
  url: URL,
  source: ChangeSource,
  clock: Clock,
): Promise<Response> {
  const { signal } = request
  const { changes, cursor, hasMore, reset } = await source.read({
    ...parseChangesQuery(url.searchParams),
    signal,
  })
  return conditional(request, { changes, cursor, hasMore, reset }, { private: true, clock })
}
