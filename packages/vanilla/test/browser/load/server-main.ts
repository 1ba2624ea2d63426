/**
 * The server of the faults, a process of its own that may be killed at any moment: its items lie in a file. Run as
 * `node server-main.ts <folder> <port> <keys>`; it says `listening on <port>`. It serves the page, too.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const [folder = '.', port = '0', keys = '200'] = process.argv.slice(2)
const count = Number(keys)
const log = join(folder, 'arrived.log')

const db = new DatabaseSync(join(folder, 'items.sqlite'))
// What is committed outlives the process, though not the machine.
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS item (key INTEGER PRIMARY KEY, version INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS write (token TEXT PRIMARY KEY, key INTEGER, version INTEGER, at INTEGER) STRICT;`)
const insert = db.prepare('INSERT OR IGNORE INTO item VALUES (?, 1)')
db.exec('BEGIN')
for (let key = 0; key < count; key++) insert.run(key)
db.exec('COMMIT')
const versionOf = db.prepare('SELECT version FROM item WHERE key = ?')
const raise = db.prepare('UPDATE item SET version = version + 1 WHERE key = ? RETURNING version')
const note = db.prepare('INSERT INTO write VALUES (?, ?, ?, ?)')

/** Answers come after a while, and in another order than that of the questions. */
const delay = () => 2 + Math.random() ** 3 * 120

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://server')
  const key = /^\/api\/items\/(\d+)$/.exec(pathname)?.[1]
  if (key !== undefined) return item(request, response, Number(key))
  if (pathname === '/api/truth') return json(response, db.prepare('SELECT * FROM item ORDER BY key').all())
  if (pathname === '/api/writes') return json(response, db.prepare('SELECT * FROM write ORDER BY at').all())
  const name = /^\/[\w-]+\.(?:js|html)$/.exec(pathname)
  if (name) return file(response, name[0].slice(1))
  response.writeHead(404).end()
})

function item(request: IncomingMessage, response: ServerResponse, key: number): void {
  const ask = request.headers['x-ask']
  // Written before anything else, so that it is known also where the process ends before it answers.
  if (ask !== undefined) appendFileSync(log, `${String(ask)}\n`)
  const row = request.method === 'PUT' ? write(key, String(request.headers['x-token'])) : versionOf.get(key)
  const version = Number(row?.['version'])
  const tag = `"${version}"`
  setTimeout(() => {
    response.setHeader('etag', tag).setHeader('cache-control', 'no-cache')
    if (request.method === 'GET' && request.headers['if-none-match'] === tag) response.writeHead(304).end()
    else json(response, { key, version, text: `Item ${key}, version ${version}. `.repeat(12) })
  }, delay())
}

function write(key: number, token: string): Record<string, unknown> {
  db.exec('BEGIN')
  const row = raise.get(key) ?? {}
  note.run(token, key, Number(row['version']), Date.now())
  db.exec('COMMIT')
  return row
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}

function file(response: ServerResponse, name: string): void {
  const type = name.endsWith('.js') ? 'text/javascript' : 'text/html'
  response.setHeader('content-type', `${type}; charset=utf-8`).setHeader('cache-control', 'no-cache')
  response.end(readFileSync(join(folder, name)))
}

server.listen(Number(port), '127.0.0.1', () =>
  process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`),
)
