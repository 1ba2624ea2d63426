// `npm run pack`: installs what is missing, builds the packages and packs them for a project of yours.
import { install, runOnPinnedNode } from './bootstrap.mjs'

await install()
process.exitCode = await runOnPinnedNode('pack-all.mjs', process.argv.slice(2))
