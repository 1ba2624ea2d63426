// `npm run demo`: installs what is missing, builds, and serves the dashboard until Ctrl-C.
import { install, runOnPinnedNode } from './bootstrap.mjs'

await install()
process.exitCode = await runOnPinnedNode('serve-demo.mjs', process.argv.slice(2))
