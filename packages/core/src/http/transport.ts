/** The port to the network, for everything that sends requests. */

/** Any fetch-like function: `fetch` itself, or a client around it (ky, ofetch, axios through an adapter). */
export type Transport = (input: string | URL, init: RequestInit) => Promise<Response>
