/** What `help` prints: every function, in the order in which people need them. */
export const HELP = [
  ["status('part'?)", 'one row a key: how fresh it is, when it was and will be asked, what failed'],
  ["explain('key')", 'why it is stale, why it was asked, when it is asked next, what holds it'],
  ["inspect('key')", 'its state, its data and its last events'],
  [
    "refresh('key' | 'stores:*' | { tag }, { force }?)",
    'asks the server now; without a target: for everything',
  ],
  ["invalidate('key' | 'stores:*' | { tag })", 'makes it stale; what is in use is asked again at once'],
  ['pause(target?) · resume(target?)', 'switches automatic requests off and on'],
  ['metrics()', 'what happened so far, in numbers: hits, waits, and what was saved'],
  ["log('error' | 'warn' | 'info' | 'debug' | false)", 'prints events as they happen'],
  ['panel()', 'opens the panel on the page; panel(false) closes it'],
  ["keys · keys['stores:1']", 'the snapshots by key, completed by the console'],
  ['managers · managers.admin', 'the same functions for every manager of the page, by name'],
] as const
