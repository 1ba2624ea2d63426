// Why a bar is missed, by the id of its row (bars.mjs): what the time or memory goes to, and what that buys. Shown beside
// the figure where the bar is missed; `pnpm bench` names the missed ones that have none.

const hit =
  'A hit reads an exact clock and puts the entry at the end of the order of use, which writes to two others that are in no cache of the processor; a `Map` of linked records by hand that does only this is nearly as slow (rows “beside the least”). A clock that a timer keeps, as lru-cache has it, would be faster and up to a second wrong.'
const fresh =
  'A new entry is an object that knows when it was written, when it ends and leaves, its lifetime, tags and place in the order of use, where a `Map` holds a pointer; how much that costs is decided by the garbage collector, and so differs between runs.'
const over =
  'Writing over an entry renews its times, compares when both writes began and moves it to the end of the order of use; the memory that this touches is in no cache of the processor, so runs differ.'
const gone =
  'Taking an entry out of the order of use writes to the two beside it; a `Map` of linked records by hand that does nothing else takes most of that time (row “delete … beside the least”); the rest is the lookup of its tags, the count of bytes and the reason that is told. A list of numbers in typed arrays, as lru-cache has it, is a little faster, and holds the memory of its greatest size for ever.'
const miss =
  'A miss is one lookup in a `Map`, as in the bare one; what is above it is a call and reading memory that is in no cache of the processor, so runs differ.'
const arrays =
  'The canonical text is made in JavaScript: escapes, sorted members, and a form of its own for each type, so that no two keys meet and the server makes the same text. `JSON.stringify` is part of the engine and does none of this.'
/** @type {Record<string, string>} */
export const reasons = {
  'cache.hit.plain.100000': hit,
  'cache.hit.colons.100000': hit,
  'cache.miss.plain.100000': miss,
  'cache.miss.colons.100000': miss,
  'cache.new.plain.100000': fresh,
  'cache.new.colons.100000': fresh,
  'cache.overwrite.plain.100000': over,
  'cache.overwrite.colons.100000': over,
  'cache.delete.plain.100000': gone,
  'cache.delete.colons.100000': gone,
  'arrayKeys.hit.flat': arrays,
  'arrayKeys.hit.object': arrays,
  'polling.cpu':
    'A profile of the native code finds no half to leave out. Of a poll’s time, waiting in the two heaps (the timer’s and the budget’s) is 15 %, beginning a request with its context and promise 15 %, working out what the key does next 12 %, the two snapshots that are told (fetching, and the answer) 10 %, the write to the cache with the comparison of the answer 9 %, telling and the turn around it 7 %, making the run 4 %, and 11 % is collecting what all that leaves and noting what points to it. Most of it is memory: ten thousand keys with all that belongs to them are 10 MB, far more than the processor keeps at hand, and each poll comes to another key.',
  'keys.registering':
    'Each registration works out at once what the key does next and queues its first request: an entry, a snapshot, a policy and a run, all of which live on, so that collecting garbage copies them; that, and how much of it falls into the measured time, decides the figure.',
  'keys.bytes':
    'Snapshot (176 B), entry (264 B), a policy of its own for each distinct interval (72 B), the record, the subscription and places in two indexes, each an object; keys that share an interval, and idle ones, need less (rows “bytes an idle key”).',
  'fanOut.one':
    'An update by hand is a write to the cache, ordered against requests and invalidations, with a lifetime and a new snapshot (about 0.8 KB of objects in all), and one turn at whose end the listener is told, isolated from others; the clock is read twice, which is a tenth of it. The bar allows for about the write alone.',
  'react.mount.many':
    'By CPU profile half of our time is the registration of a key of its own, in the commit: the entry and its places in the indexes, its policy, and what it does next. A quarter is the hold on it and its subscription; a quarter the render, of which a third makes the first snapshot. A component allocates 3.5 KB above one with a property, a plain store’s 1.1 KB; 1.7 KB of it is for the key.',
  'react.mount.one':
    'A component allocates 660 B beside the plain store’s, 180 B of them the fetcher and options that its render writes: the view and its two functions 290 B, the hold on the key and how to leave it 170 B, the tracked result 70 B, the context 90 B; a plain store has about as much of a callback as we of the rest. By CPU profile a good half of our time is the hook in render, the rest entering in the commit.',
  'react.update':
    'Bytes are on par with a plain store but for the fetcher and options that each render writes (210 B of 1.4 KB): keeping the newest of them and comparing them takes a third to a half of the difference (1.3 × to 1.6 × where a component makes them once). By CPU profile of the rest, each watcher is told and asks for its result three times, as React wants it; then comes the hook itself, with a context that a plain store has not; a new tracked result costs under a tenth.',
}
