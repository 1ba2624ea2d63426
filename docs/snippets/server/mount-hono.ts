import { Hono } from 'hono'

declare function handler(request: Request): Promise<Response>
// ---
const app = new Hono()
app.all('/api/*', (context) => handler(context.req.raw))

export default app // under Node, without an adapter of Hono's: createServer(toNodeHandler((request) => app.fetch(request)))
