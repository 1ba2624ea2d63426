/** List, create, read, edit and delete, the same for every collection. */
import type { DeleteAnswer } from '../api-types.ts'
import { createRecord, deleteRecord, readRecord, updateRecord, type ChangeContext } from '../data/change.ts'
import type { Collection } from '../data/collection.ts'
import { readCounter } from '../data/counters.ts'
import { listRecords } from '../data/list.ts'
import { readAnswer, writeAnswer } from '../http/json-answer.ts'
import { readJson } from '../http/json-body.ts'
import type { Routes } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import { actorOf } from './actor.ts'
import { ifMatch } from './if-match.ts'
import type { Services } from './services.ts'

/** Routes at `/api/admin/<name>` and `/api/admin/<name>/:id`. */
export function collectionRoutes({ db, now }: Services, collection: Collection): Routes {
  const base = `/api/admin/${collection.name}`
  const change = (request: Request): ChangeContext => ({ db, collection, actor: actorOf(request), at: now() })
  return {
    [`GET ${base}`]: ({ request, url }) => readAnswer(request, listRecords(db, collection, url.searchParams)),
    [`GET ${base}/:id`]: ({ request, id }) => readAnswer(request, readRecord(db, collection, id)),
    [`POST ${base}`]: async ({ request }) => {
      const values = check(collection.createSchema, await readJson(request), 'validation_failed')
      const record = createRecord(change(request), values)
      return writeAnswer(record, 201, { location: `${base}/${record.id}` })
    },
    [`PATCH ${base}/:id`]: async ({ request, id }) => {
      const patch = check(collection.patchSchema, await readJson(request), 'validation_failed')
      return writeAnswer(updateRecord(change(request), id, patch, ifMatch(request)))
    },
    [`DELETE ${base}/:id`]: ({ request, id }) => {
      deleteRecord(change(request), id, ifMatch(request))
      const answer: DeleteAnswer = { id, deleted: true, ...readCounter(db, collection.name) }
      return writeAnswer(answer)
    },
  }
}
