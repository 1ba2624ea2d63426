// The cycles of a graph of files: one per knot (strongly connected component, by Tarjan), as the shortest way
// round from its first file.

/** @param graph from each file to the files it imports */
export function findCycles(graph) {
  const knots = findKnots(graph).filter(
    ([first, ...rest]) => rest.length > 0 || graph.get(first)?.includes(first),
  )
  return knots.map((knot) => shortestWayRound([...knot].sort(), graph))
}

function findKnots(graph) {
  const order = new Map()
  const low = new Map()
  const stack = []
  const knots = []
  const visit = (file) => {
    order.set(file, order.size)
    low.set(file, order.get(file))
    stack.push(file)
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) visit(target)
      if (stack.includes(target)) low.set(file, Math.min(low.get(file), low.get(target)))
    }
    if (low.get(file) === order.get(file)) knots.push(stack.splice(stack.indexOf(file)))
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return knots
}

function shortestWayRound(knot, graph) {
  const start = knot[0]
  const ways = [[start]]
  const seen = new Set()
  for (const way of ways) {
    for (const target of graph.get(way.at(-1)) ?? []) {
      if (target === start) return [...way, start]
      if (!knot.includes(target) || seen.has(target)) continue
      seen.add(target)
      ways.push([...way, target])
    }
  }
  return knot
}
