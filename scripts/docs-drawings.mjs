// What the pictures of docs/concepts show. Times run from 0 to 100; how it is drawn is said in docs-pictures.mjs.

/** By file name. `screen` is what is shown, `calls` are requests, `marks` events, `spells` states of the page. */
export const drawings = {
  'rule-1': {
    title: 'One flight',
    description:
      'Three components ask for a key while a request for it is under way: they share it. Two invalidations during it lead to one more request, whose answer is fresh.',
    screen: [
      { from: 0, to: 46, says: 'nothing yet', tone: 'empty' },
      { from: 46, to: 82, says: 'A, stale', tone: 'stale' },
      { from: 82, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [
      { sent: 5, reached: 24, answered: 46, answer: 'A' },
      { sent: 36, reached: 58, answered: 82, answer: 'B', tone: 'fresh' },
    ],
    marks: [
      { time: 5, says: 'asked by 3', anchor: 'start' },
      { time: 36, says: 'invalidated twice' },
    ],
  },
  'rule-2': {
    title: 'Monotonic reads',
    description:
      'A slow answer to an early request arrives after the answer to a later one. It is refused, and the newer data stays on screen.',
    screen: [
      { from: 0, to: 30, says: 'A, fresh', tone: 'fresh' },
      { from: 30, to: 56, says: 'A, stale', tone: 'stale' },
      { from: 56, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [
      { sent: 6, reached: 20, answered: 84, answer: '', tone: 'bad', lost: true },
      { sent: 30, reached: 43, answered: 56, answer: 'B', tone: 'fresh' },
    ],
    marks: [
      { time: 6, says: 'poll', anchor: 'start' },
      { time: 30, says: 'invalidated' },
      { time: 26, lane: 'server', says: 'A becomes B' },
      { time: 84, says: 'old A, refused', tone: 'bad' },
    ],
  },
  'rule-3': {
    title: 'Read your writes',
    description:
      'A poll is under way when a save begins. Its answer arrives after the save and was made before it: it is not shown. What follows was asked for after the save.',
    screen: [
      { from: 0, to: 22, says: 'A, fresh', tone: 'fresh' },
      { from: 22, to: 48, says: 'B, optimistic', tone: 'fresh' },
      { from: 48, to: 86, says: 'B, saved, asked for again', tone: 'stale' },
      { from: 86, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [
      { sent: 6, reached: 18, answered: 62, tone: 'bad', lost: true },
      { sent: 22, reached: 34, answered: 48, answer: 'saved' },
      { sent: 50, reached: 70, answered: 86, answer: 'B', tone: 'fresh' },
    ],
    marks: [
      { time: 6, says: 'poll', anchor: 'start' },
      { time: 22, says: 'save B' },
      { time: 34, lane: 'server', says: 'A becomes B' },
      { time: 64, says: 'old A, refused', tone: 'bad', anchor: 'start' },
    ],
  },
  'rule-4': {
    title: 'Durable invalidation',
    description:
      'An invalidation comes while the page is offline. It is remembered: the data is stale at once, and asked for when the network is back.',
    spells: [{ from: 16, to: 58, says: 'offline' }],
    screen: [
      { from: 0, to: 32, says: 'A, fresh', tone: 'fresh' },
      { from: 32, to: 82, says: 'A, stale', tone: 'stale' },
      { from: 82, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [{ sent: 58, reached: 70, answered: 82, answer: 'B', tone: 'fresh' }],
    marks: [
      { time: 32, says: 'invalidated' },
      { time: 58, says: 'back online', anchor: 'start' },
      { time: 24, lane: 'server', says: 'A becomes B' },
    ],
  },
  'rule-5': {
    title: 'No freshness beyond the server’s word',
    description:
      'The server says max-age 60 seconds and Age 20; the request took 5. The data is fresh for 35 seconds from its arrival, whatever either clock says.',
    screen: [
      { from: 0, to: 18, says: 'nothing yet', tone: 'empty' },
      { from: 18, to: 68, says: 'A, fresh for 60 − 20 − 5 = 35 s', tone: 'fresh' },
      { from: 68, to: 100, says: 'A, stale', tone: 'stale' },
    ],
    calls: [{ sent: 3, reached: 10, answered: 18, answer: 'max-age=60, Age: 20' }],
    marks: [
      { time: 3, says: 'asked', anchor: 'start' },
      { time: 18, says: '5 s later', anchor: 'start' },
      { time: 68, says: 'its lifetime ends', tone: 'stale' },
    ],
  },
  'rule-6': {
    title: 'One announcement',
    description:
      'An answer arrives. First the state changes; then the event success is told, once, and then each subscriber, once. A listener that reads the state finds what it was told.',
    screen: [
      { from: 0, to: 44, says: 'A, stale', tone: 'stale' },
      { from: 44, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [{ sent: 6, reached: 24, answered: 44, answer: 'B', tone: 'fresh' }],
    marks: [
      { time: 6, says: 'fetching', anchor: 'start' },
      { time: 44, says: 'state' },
      { time: 60, says: 'event: success' },
      { time: 81, says: 'subscribers, once' },
    ],
  },
  'rule-7': {
    title: 'Errors keep data',
    description:
      'A poll fails. The data stays on screen with the error beside it; when its lifetime ends it is stale. The next poll succeeds and clears the error.',
    screen: [
      { from: 0, to: 34, says: 'A, fresh', tone: 'fresh' },
      { from: 34, to: 52, says: 'A + error', tone: 'fresh' },
      { from: 52, to: 84, says: 'A + error, stale', tone: 'stale' },
      { from: 84, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [
      { sent: 8, reached: 21, answered: 34, answer: '503', tone: 'bad' },
      { sent: 62, reached: 73, answered: 84, answer: 'B', tone: 'fresh' },
    ],
    marks: [
      { time: 8, says: 'poll', anchor: 'start' },
      { time: 62, says: 'poll' },
    ],
  },
  'rule-8': {
    title: 'Polling survives',
    description:
      'A poll fails, and the next one comes later, as it backs off. It succeeds, and the interval is what it was.',
    screen: [
      { from: 0, to: 34, says: 'A, fresh', tone: 'fresh' },
      { from: 34, to: 66, says: 'A + error', tone: 'stale' },
      { from: 66, to: 88, says: 'B, fresh', tone: 'fresh' },
      { from: 88, to: 100, says: 'C', tone: 'fresh' },
    ],
    calls: [
      { sent: 4, reached: 9, answered: 14, answer: 'A', tone: 'fresh' },
      { sent: 24, reached: 29, answered: 34, answer: '500', tone: 'bad' },
      { sent: 56, reached: 61, answered: 66, answer: 'B', tone: 'fresh' },
      { sent: 78, reached: 83, answered: 88, answer: 'C', tone: 'fresh' },
    ],
    marks: [
      { time: 4, says: '0 s', anchor: 'start' },
      { time: 24, says: '15 s' },
      { time: 56, says: 'backed off' },
      { time: 78, says: '15 s later' },
    ],
  },
  'rule-9': {
    title: 'Quiet when gone',
    description:
      'The last component that shows a key leaves while a request is under way. The request is aborted, and there is no timer, no listener and no request from then on.',
    screen: [
      { from: 0, to: 46, says: 'A, fresh', tone: 'fresh' },
      { from: 46, to: 100, says: 'not on the page', tone: 'empty' },
    ],
    calls: [
      { sent: 5, reached: 12, answered: 20, answer: 'A', tone: 'fresh' },
      { sent: 34, reached: 42, tone: 'bad' },
    ],
    marks: [
      { time: 5, says: 'poll', anchor: 'start' },
      { time: 33.5, says: 'poll' },
      { time: 46, says: 'the last one leaves: aborted', anchor: 'start', tone: 'bad' },
    ],
  },
  'rule-10': {
    title: 'A hidden page costs nothing',
    description:
      'While the page is hidden three polls fall due and none is made. When it is shown again, one request is made at once, and polling goes on.',
    spells: [{ from: 22, to: 66, says: 'hidden: 3 polls fall due, none is made' }],
    screen: [
      { from: 0, to: 32, says: 'A, fresh', tone: 'fresh' },
      { from: 32, to: 78, says: 'A, stale', tone: 'stale' },
      { from: 78, to: 100, says: 'B, fresh', tone: 'fresh' },
    ],
    calls: [
      { sent: 4, reached: 10, answered: 16, answer: 'A', tone: 'fresh' },
      { sent: 66, reached: 72, answered: 78, answer: 'B', tone: 'fresh' },
    ],
    marks: [
      { time: 4, says: 'poll', anchor: 'start' },
      { time: 66, says: 'shown: asked once', anchor: 'start' },
    ],
  },
}
