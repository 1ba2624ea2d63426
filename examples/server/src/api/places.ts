/** Answer of the route that tells where the other parts of the examples are. */

/** Answer of `GET /api/places`: addresses of what runs beside this server, `null` where it does not. */
export interface PlacesAnswer {
  /** The foreign page that embeds the banner. */
  hostPage: string | null
  /** The caching proxy that it gets the banner through. */
  proxy: string | null
}
