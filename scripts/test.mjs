// `npm test` and `pnpm check`: installs what is missing, then runs every check. Names of steps select some.
import { install, runOnPinnedNode } from './bootstrap.mjs'

await install()
process.exitCode = await runOnPinnedNode('check.mjs', process.argv.slice(2))
