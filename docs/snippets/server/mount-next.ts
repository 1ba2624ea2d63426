declare function handler(request: Request): Promise<Response>
// ---
// app/api/[...path]/route.ts
export const dynamic = 'force-dynamic'
export { handler as GET, handler as PUT, handler as POST }
