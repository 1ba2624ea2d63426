declare function handler(request: Request): Promise<Response>
// ---
import { toNodeHandler } from '@freshline/server'
import express from 'express'

const app = express()
app.use('/api', toNodeHandler(handler)) // before body parsers; the handler sees the path below /api
app.use(express.json())
