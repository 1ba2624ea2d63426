/**
 * Finds all items whose key begins with a text, at a cost that follows what matches and not what is held,
 * wherever in a key the text ends. A burst trie: items lie in small unsorted buckets; one that overflows
 * becomes a branch, by the first character in which its keys differ.
 */

/** More items than this split a bucket: fewer nodes, against more to look through at the border of a search. */
const BUCKET = 128

type Node<T> = T[] | Branch<T>

/**
 * Nodes by the character that follows in their keys. A key that ends there has NaN for a character (as
 * `charCodeAt` says), which a Map holds like any other.
 */
type Nodes<T> = Map<number, Node<T>>

/** Two or more nodes, all of whose keys begin with `prefix`. */
interface Branch<T> {
  readonly prefix: string
  readonly nodes: Nodes<T>
}

/** What can be found by the beginning of its key. */
export interface Keyed {
  /** Unique, and the same for as long as it is held. */
  readonly key: string
}

/** Items by the beginnings of their keys. Keys are unique, and stay the same while an item is held. */
export class PrefixIndex<T extends Keyed> {
  /** The topmost node, if any, as the one entry of a map: so that it is replaced like all others. */
  readonly #root: Nodes<T> = new Map()

  /** Adds an item, which must not be held yet. */
  add(item: T): void {
    insert(item, this.#root, 0, 0)
  }

  /** Removes an item, and every node that is no longer needed. One that is not held is ignored. */
  delete(item: T): void {
    let above = this.#root
    let aboveAt = 0
    let nodes = above
    let at = 0
    let node = nodes.get(at)
    while (node && !Array.isArray(node)) {
      above = nodes
      aboveAt = at
      nodes = node.nodes
      at = item.key.charCodeAt(node.prefix.length)
      node = nodes.get(at)
    }
    if (!node) return
    const place = node.indexOf(item)
    if (place < 0) return
    node[place] = node[node.length - 1] as T
    node.pop()
    if (node.length > 0) return
    nodes.delete(at)
    // A branch of one node is that node. The root's own map is no branch.
    if (nodes.size === 1) for (const only of nodes.values()) above.set(aboveAt, only)
  }

  /**
   * Calls `fn` for each item whose key begins with `prefix`, in no particular order. What matched at
   * the beginning is what is visited: `fn` may add and delete, also items that are still to come.
   */
  forEach(prefix: string, fn: (item: T) => void): void {
    const found: T[] = []
    const nodes = [...this.#root.values()]
    for (let node; (node = nodes.pop());) {
      if (Array.isArray(node)) {
        for (const item of node) if (item.key.startsWith(prefix)) found.push(item)
      } else if (node.prefix.startsWith(prefix)) {
        for (const next of node.nodes.values()) nodes.push(next)
      } else if (prefix.startsWith(node.prefix)) {
        const next = node.nodes.get(prefix.charCodeAt(node.prefix.length))
        if (next) nodes.push(next)
      }
    }
    for (const item of found) fn(item)
  }
}

/** Puts an item under the node at a place, given how many characters are known to be shared there. */
function insert<T extends Keyed>(item: T, nodes: Nodes<T>, at: number, shared: number): void {
  const { key } = item
  for (;;) {
    const node = nodes.get(at)
    if (!node) return void nodes.set(at, [item])
    if (Array.isArray(node)) {
      // What ends here is one text and cannot be split.
      if (node.push(item) > BUCKET && at >= 0) split(node, nodes, at, shared)
      return
    }
    let branch = node
    const { prefix } = node
    shared = countShared(prefix, key, shared)
    if (shared < prefix.length) {
      branch = {
        prefix: prefix.slice(0, shared),
        nodes: new Map([[prefix.charCodeAt(shared), node as Node<T>]]),
      }
      nodes.set(at, branch)
    }
    nodes = branch.nodes
    at = key.charCodeAt(shared)
  }
}

function split<T extends Keyed>(bucket: T[], nodes: Nodes<T>, at: number, known: number): void {
  const keys = bucket.map((item) => item.key)
  const first = keys[0] as string
  const prefix = first.slice(0, Math.min(...keys.map((key) => countShared(first, key, known))))
  nodes.set(at, { prefix, nodes: new Map() })
  for (const item of bucket) insert(item, nodes, at, prefix.length)
}

/** How many characters two texts share at their beginnings, `known` of them being known. */
function countShared(a: string, b: string, known: number): number {
  while (known < a.length && a.charCodeAt(known) === b.charCodeAt(known)) known++
  return known
}
