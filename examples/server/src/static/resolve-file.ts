/** Finds the file that a path names, and nothing outside the folder that is served. */
import { realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

/** A file to be sent. */
export interface FoundFile {
  /** Absolute, links followed. */
  path: string
  bytes: number
  /** Epoch milliseconds. */
  modifiedAt: number
}

/** The file at `pathname` under `root`; undefined where there is none, it is hidden, or it lies outside. */
export async function resolveFile(root: string, pathname: string): Promise<FoundFile | undefined> {
  const relative = decode(pathname)
  if (relative === undefined || /[\0\\]/.test(relative)) return undefined
  if (relative.split('/').some((segment) => segment.startsWith('.'))) return undefined
  try {
    // Links are followed before the comparison, so that none leads out.
    const home = await realpath(root)
    const path = await realpath(resolve(home, `.${sep}${relative}`))
    if (!path.startsWith(home + sep)) return undefined
    const found = await stat(path)
    return found.isFile() ? { path, bytes: found.size, modifiedAt: found.mtimeMs } : undefined
  } catch {
    return undefined
  }
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}
