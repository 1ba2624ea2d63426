import { library } from '../../tsup.base'

// Every module here runs in client components, so the directive heads each file, shared chunks included.
export default library(['src/index.ts'], { banner: { js: "'use client';" } })
