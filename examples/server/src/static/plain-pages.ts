/** The pages that the server has without any build; the policy allows them no style. */

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>${body}
    </main>
  </body>
</html>
`

/** In place of a page whose folder is empty. */
export const NOT_BUILT = page(
  'This page is not built yet',
  `
      <p>The server is running; its API is at <a href="/api/admin/stats">/api/admin/stats</a>.</p>
      <p>To build all examples and serve them here, run this at the root of the repository:</p>
      <pre>npm run demo</pre>
      <p>To build one alone, and then reload this page:</p>
      <pre>pnpm --filter @freshline/example-admin-dashboard build</pre>`,
)

/** For an address that leads nowhere. */
export const NOT_FOUND = page(
  'There is nothing at this address',
  `
      <p>All examples begin at <a href="/">the first page</a>.</p>`,
)
