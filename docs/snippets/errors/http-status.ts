import { HttpError } from '@freshline/core'

export function meaning(error: Error): 'sign in' | 'gone' | 'conflict' | 'later' {
  if (!(error instanceof HttpError)) return 'later'
  if (error.status === 401) return 'sign in'
  if (error.status === 404 || error.status === 410) return 'gone'
  return error.status === 409 || error.status === 412 ? 'conflict' : 'later'
}
