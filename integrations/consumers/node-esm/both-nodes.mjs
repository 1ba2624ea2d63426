// The program on the Node that the repository is built with, and on the oldest line that the server companion supports:
// its binary is a dependency here, where there is one for this machine, and so is what scripts find as `node`.
import { execFileSync } from 'node:child_process'

const nodes = new Set([process.execPath, process.env.npm_node_execpath ?? process.execPath])
for (const node of nodes) execFileSync(node, ['main.mjs'], { stdio: 'inherit' })
