/** What part of a collection is looked at; kept in the page's address, so that it can be shared and survives reload. */
import type { ListAnswer, ListQuery } from '@freshline/example-server/api-types'

/** Rows on a page. */
export const PAGE_SIZE = 25

/** A page of a filtered, sorted collection. Empty texts mean no filter. */
export interface ListView {
  search: string
  status: string
  /** A field, `-` in front for descending. */
  sort: string
  /** From 1. */
  page: number
}

/** What of a list is shown. */
export type ListPage<Row> = Pick<ListAnswer<Row>, 'items' | 'total' | 'page' | 'pageSize'>

/** Newest first, nothing filtered. */
export const firstPage: ListView = { search: '', status: '', sort: '-createdAt', page: 1 }

/** Whether rows are left out. */
export const isFiltered = (view: ListView): boolean => view.search !== '' || view.status !== ''

/** Reads a view from an address's parameters; nonsense is left out. */
export function parseView(params: URLSearchParams): ListView {
  const page = Number(params.get('page') ?? 1)
  return {
    search: params.get('search') ?? '',
    status: params.get('status') ?? '',
    sort: params.get('sort') ?? firstPage.sort,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

/** The parameters of a view, as short as they can be. */
export function viewParams(view: ListView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.search) params.set('search', view.search)
  if (view.status) params.set('status', view.status)
  if (view.sort !== firstPage.sort) params.set('sort', view.sort)
  if (view.page > 1) params.set('page', String(view.page))
  return params
}

/** The path of a list route for a view. */
export function listPath(path: string, view: ListView): string {
  const query: Record<keyof Required<ListQuery>, string> = {
    page: String(view.page),
    pageSize: String(PAGE_SIZE),
    search: view.search,
    status: view.status,
    sort: view.sort,
  }
  const set = Object.entries(query).filter(([, value]) => value !== '')
  return `${path}?${new URLSearchParams(set)}`
}
