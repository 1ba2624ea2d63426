/** A site of somebody else, at another origin and under a strict policy, that embeds the banner by one script tag. */
import { createServer, type ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { embedTag, readManifest } from './embed-tag.ts'
import { listenOn, type Listening } from './listen-on.ts'

/** How a host is started. */
export interface HostOptions {
  /** Where it gets script and banner from: the proxy's address. */
  cdn: string
  /** Default 0: any free one. */
  port?: number
  /** Default `127.0.0.1`. */
  host?: string
  /** Folder of the built widget. Default: the one beside this folder. */
  dist?: string
  /** Its name at the vendor. Default `harbour-bakery`. */
  site?: string
  /**
   * Whether its policy names the script by its address or by its hash; `no-api` forgot that the script asks for
   * something, `loose` lets other scripts put scripts in. Default `address`.
   */
  policy?: HostPolicy
  /** Further pages by their path, made of the tag, and scripts and style sheets beside them; for tests. Default none. */
  pages?: Readonly<Record<string, (tag: string) => string>>
}

/** How a site's policy lets the widget in. */
export type HostPolicy = 'address' | 'integrity' | 'no-api' | 'loose'

const here = import.meta.dirname

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Starts it. @throws Error where the widget is not built */
export async function startHost(options: HostOptions): Promise<Listening> {
  const { cdn, port = 0, host, dist = join(here, '..', 'dist'), site = 'harbour-bakery' } = options
  const manifest = readManifest(dist)
  const tag = embedTag(manifest, cdn, site)
  const { origin } = new URL(cdn)
  const script = options.policy === 'integrity' ? `'${manifest.integrity}'` : origin
  const headers = {
    'cache-control': 'no-cache',
    'content-security-policy': policyOf(
      script,
      options.policy === 'no-api' ? `'none'` : origin,
      options.policy === 'loose',
    ),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
  const pages: NonNullable<HostOptions['pages']> = {
    '/': (made) => readFileSync(join(here, 'site', 'index.html'), 'utf8').replace('<!-- consent -->', made),
    ...options.pages,
  }
  const server = createServer(({ url = '/' }, response) => {
    const path = url.split('?', 1)[0] ?? '/'
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    if (page) send(response, 200, /\.(\w+)$/.exec(path)?.[1] ?? 'html', headers, page(tag))
    else sendFile(response, path, headers)
  })
  return listenOn(server, host, port)
}

/** Nothing inline, nothing evaluated, and from elsewhere only what was asked for. */
function policyOf(script: string, api: string, isLoose: boolean): string {
  return [
    `default-src 'none'`,
    `script-src 'self' ${script}`,
    `connect-src ${api}`,
    `style-src 'self'`,
    `img-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(isLoose ? [] : [`require-trusted-types-for 'script'`, `trusted-types 'none'`]),
  ].join('; ')
}

function sendFile(response: ServerResponse, path: string, headers: Record<string, string>): void {
  const [, name = '', ending = ''] = /^\/([a-z-]+\.(css|js|svg))$/.exec(path) ?? []
  try {
    send(response, 200, ending, headers, readFileSync(join(here, 'site', name || 'none'), 'utf8'))
  } catch {
    send(
      response,
      404,
      'html',
      headers,
      '<!doctype html><title>Not found</title><p>There is no such page.</p>',
    )
  }
}

function send(
  response: ServerResponse,
  status: number,
  ending: string,
  headers: Record<string, string>,
  text: string,
): void {
  response.writeHead(status, { ...headers, 'content-type': types[ending] ?? 'text/plain' }).end(text)
}
