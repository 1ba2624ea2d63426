/** The upstream's back door, for demos and tests: its mode, a new release, a budget that is used up. */
import * as v from 'valibot'
import { HOUR } from '../../data/activity.ts'
import { line, whole } from '../../data/fields.ts'
import type { Database } from '../../db/database.ts'
import { ApiError } from '../../http/api-error.ts'
import { readJson } from '../../http/json-body.ts'
import { check } from '../../http/schema-check.ts'
import type { UpstreamControlAnswer } from '../releases-api.ts'
import { LIMIT, readBudget, setBudget } from './client-budget.ts'
import type { ModeSwitch } from './mode-switch.ts'
import { nextRelease } from './release-notes.ts'
import { addRelease, latestRelease, listReleases } from './release-store.ts'

/** What the back door works with. */
export interface ControlParts {
  db: Database
  mode: ModeSwitch
  now: number
}

const tag = v.pipe(v.string(), v.regex(/^v\d{1,4}\.\d{1,4}\.\d{1,4}(-[\w.]{1,20})?$/, 'Must be like v1.2.3.'))

const releaseSchema = v.strictObject({
  tag: v.exactOptional(tag),
  name: v.exactOptional(line(100)),
  notes: v.exactOptional(
    v.pipe(v.string('Must be text.'), v.maxLength(20_000, 'Must be at most 20,000 characters.')),
  ),
  prerelease: v.exactOptional(v.boolean('Must be true or false.')),
})

const budgetSchema = v.strictObject({
  remaining: whole(0, LIMIT),
  resetsInMs: v.optional(whole(1_000, HOUR), HOUR),
})

/** Who asks for a budget to be set, unless he has a name: the client whose state is answered. */
const CLIENT = 'user-agent'

/** Answers under `/_control`. Throws `ApiError`. */
export async function control(parts: ControlParts, request: Request, url: URL): Promise<Response> {
  const { db, mode, now } = parts
  const client = request.headers.get(CLIENT) ?? ''
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /_control':
      break
    case 'PUT /_control':
      mode.write(await readJson(request))
      break
    case 'POST /_control/releases':
      publish(db, await readJson(request), now)
      break
    case 'PUT /_control/budget': {
      const asked = check(budgetSchema, await readJson(request), 'validation_failed')
      setBudget(db, client, asked.remaining, now + asked.resetsInMs, now)
      break
    }
    default:
      throw new ApiError('not_found', 'There is nothing at this address.')
  }
  return Response.json(readState(parts, client), { headers: { 'cache-control': 'no-store' } })
}

function readState({ db, mode, now }: ControlParts, client: string): UpstreamControlAnswer {
  const { limit, remaining, resetsAt } = readBudget(db, client, now)
  return {
    ...mode.read(),
    budget: { limit, remaining, resetsAt },
    newest: latestRelease(db)?.tag_name ?? null,
  }
}

function publish(db: Database, input: unknown, now: number): void {
  const asked = check(releaseSchema, input, 'validation_failed')
  // Two releases of one moment would have no order.
  const newest = listReleases(db, 1)[0]
  const at = Math.max(now, newest === undefined ? 0 : Date.parse(newest.published_at) + 1)
  const draft = nextRelease(latestRelease(db)?.tag_name)
  if (asked.tag !== undefined) {
    if (db.get('SELECT 1 FROM releases WHERE tag = ?', asked.tag) !== undefined)
      throw new ApiError('conflict', `There is a release ${asked.tag} already.`)
    draft.tag = asked.tag
    draft.name = `Agent ${asked.tag.slice(1)}`
  }
  const { name = draft.name, notes = draft.notes, prerelease = draft.prerelease } = asked
  addRelease(db, { tag: draft.tag, name, notes, prerelease }, at)
}
