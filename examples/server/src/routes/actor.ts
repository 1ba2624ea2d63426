/** Who makes a change: the demo has no sign-in, so the page says it in a header. */

const DEFAULT_ACTOR = 'demo@freshline.example'

/** The `x-actor` header as one short line, else the demo's own name. Nobody may sign as the background job. */
export function actorOf(request: Request): string {
  const actor = (request.headers.get('x-actor') ?? '')
    .replaceAll(/[^\w.@+ -]/g, '')
    .trim()
    .slice(0, 64)
  return actor === '' || actor.toLowerCase() === 'system' ? DEFAULT_ACTOR : actor
}
