import { conditional } from '@freshline/server'
import { cache, names, readStores } from '../../database'

export const dynamic = 'force-dynamic'

export async function GET(request: Request) {
  return conditional(request, await readStores())
}

export async function POST(request: Request) {
  const { name } = (await request.json()) as { name: string }
  names.push(name)
  await cache.invalidate({ tag: 'stores' })
  return Response.json({ name }, { status: 201 })
}
