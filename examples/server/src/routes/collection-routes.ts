/** List, create, read, edit and delete, the same for every collection. */
import type { DeleteAnswer } from '../api-types.ts'
import { createRecord, deleteRecord, readRecord, updateRecord, type ChangeContext } from '../data/change.ts'
import type { Collection } from '../data/collection.ts'
import { readCounter } from '../data/counters.ts'
import { cachedAnswer } from '../cache/cached-answer.ts'
import { listRecords, readListQuery } from '../data/list.ts'
import { readAnswer, writeAnswer } from '../http/json-answer.ts'
import { readJson } from '../http/json-body.ts'
import type { Routes } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import { listKey } from '../list-key.ts'
import { actorOf } from './actor.ts'
import { ifMatch } from './if-match.ts'
import type { Services } from './services.ts'

/** Routes at `/api/admin/<name>` and `/api/admin/<name>/:id`. */
export function collectionRoutes(services: Services, collection: Collection): Routes {
  const { db, now } = services
  const base = `/api/admin/${collection.name}`
  const change = (request: Request): ChangeContext => ({ db, collection, actor: actorOf(request), at: now() })
  return {
    [`GET ${base}`]: ({ request, url }) => {
      const asked = readListQuery(collection, url.searchParams)
      const key = listKey(collection.name, asked)
      return cachedAnswer(services, request, url, key, () => listRecords(db, collection, asked))
    },
    [`GET ${base}/:id`]: ({ request, id }) => readAnswer(request, readRecord(db, collection, id)),
    [`POST ${base}`]: async ({ request }) => {
      const values = check(collection.createSchema, await readJson(request), 'validation_failed')
      const record = createRecord(change(request), values)
      return writeAnswer(request, record, 201, { location: `${base}/${record.id}` })
    },
    [`PATCH ${base}/:id`]: async ({ request, id }) => {
      const patch = check(collection.patchSchema, await readJson(request), 'validation_failed')
      return writeAnswer(request, updateRecord(change(request), id, patch, ifMatch(request)))
    },
    [`DELETE ${base}/:id`]: ({ request, id }) => {
      deleteRecord(change(request), id, ifMatch(request))
      const answer: DeleteAnswer = { id, deleted: true, ...readCounter(db, collection.name) }
      return writeAnswer(request, answer)
    },
  }
}
