/** The fault switch, the request counters, and where else something runs. Faults never hit these routes. */
import * as v from 'valibot'
import { queryNumber, readQuery } from '../data/query.ts'
import { readAnswer, writeAnswer } from '../http/json-answer.ts'
import { readJson } from '../http/json-body.ts'
import type { Routes } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import type { Services } from './services.ts'

const requestsQuery = v.object({ limit: queryNumber(1, 500, 100) })

/** Routes at `/api/faults`. */
export function faultRoutes({ faults }: Services): Routes {
  return {
    'GET /api/faults': ({ request }) => readAnswer(request, faults.read()),
    'PUT /api/faults': async ({ request }) => writeAnswer(request, faults.write(await readJson(request))),
  }
}

/** The route at `/api/places`. */
export function placesRoutes({ places }: Services): Routes {
  return { 'GET /api/places': ({ request }) => readAnswer(request, places) }
}

/** Routes at `/api/debug/requests`. */
export function debugRoutes({ log }: Services): Routes {
  return {
    'GET /api/debug/requests': ({ request, url }) => {
      const { limit } = check(requestsQuery, readQuery(url.searchParams), 'invalid_query')
      return readAnswer(request, log.read(limit))
    },
    'DELETE /api/debug/requests': ({ request }) => {
      log.reset()
      return writeAnswer(request, log.read(1))
    },
  }
}
