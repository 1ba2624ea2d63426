/** Which site's banner is edited: the one that the page's address names, else the demo's. */

/** The site's name at the vendor. */
export const site =
  /^[a-z\d][a-z\d-]{0,39}$/.exec(new URLSearchParams(location.search).get('site') ?? '')?.[0] ??
  'harbour-bakery'
