import { library } from '../../tsup.base'

// Every module here runs in client components. Without splitting, the directive stays the first statement of
// the CommonJS file too.
export default library(['src/index.ts'], { banner: { js: "'use client';" }, splitting: false })
