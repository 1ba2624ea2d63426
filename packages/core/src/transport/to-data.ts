/** From a body's text to checked data, or to what an error keeps of it. */
import { ParseError } from '../errors/parse-error'
import { SyncError } from '../errors/sync-error'
import { checkSchema } from './check-schema'
import type { FreshRequest } from './fresh-request'

/** How much of an unreadable body an error holds, in characters. */
const EXCERPT = 200

/** How much of a failed answer's body is kept, in characters. */
const LONGEST = 65_536

/**
 * Parses a body and checks it against the schema.
 * @throws ValidationError where the schema finds issues; ParseError where the parser, or the schema, throws
 */
export async function toData(
  text: string,
  response: Response,
  { parse, schema, label }: FreshRequest,
): Promise<unknown> {
  try {
    const data = text ? await (parse ?? parseByType)(text, response) : undefined
    return schema ? await checkSchema(schema, data, label) : data
  } catch (cause) {
    if (cause instanceof SyncError) throw cause
    const isPage = !parse && /html/i.test(typeOf(response))
    const problem = isPage
      ? ' answered HTML, not JSON: is a proxy missing? To take it, give `parse`'
      : ': unreadable body'
    throw new ParseError(label + problem, { excerpt: text.slice(0, EXCERPT), cause })
  }
}

/** The body of a failed answer, bounded; `undefined` where empty or unreadable, which must not hide the status. */
export async function readErrorBody(response: Response): Promise<unknown> {
  let text = ''
  try {
    text = (await response.text()).slice(0, LONGEST)
    return text ? parseByType(text, response) : undefined
  } catch {
    return text || undefined
  }
}

/**
 * JSON where the media type is JSON's or ends in `+json` (RFC 6839), else the text itself. HTML is hardly ever what was
 * asked for: what calls itself that has to be JSON.
 */
function parseByType(text: string, response: Response): unknown {
  return /[/+]json\s*(;|$)|html/i.test(typeOf(response)) ? JSON.parse(text) : text
}

function typeOf({ headers }: Response): string {
  return headers.get('content-type') ?? ''
}
