declare function readStores(): Promise<object[]>
// ---
import { conditional, preflight, withCors } from '@freshline/server'

const cors = { origins: ['https://app.example'] }

export async function handler(request: Request) {
  return preflight(request, cors) ?? withCors(request, await conditional(request, await readStores()), cors)
}
