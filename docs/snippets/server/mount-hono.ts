declare function handler(request: Request): Promise<Response>
// ---
import { Hono } from 'hono'

const app = new Hono()
app.all('/api/*', (context) => handler(context.req.raw))

export default app // under Node, without an adapter of Hono's: createServer(toNodeHandler((request) => app.fetch(request)))
