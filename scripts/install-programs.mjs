// Installs the programs that tests drive, where that may be done: see system-packages.mjs. What is missing elsewhere is
// said by the steps that need it.
import { ensureChromium, ensureServers } from './system-packages.mjs'

await ensureServers()
await ensureChromium()
