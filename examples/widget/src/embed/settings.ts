/** What the script tag says. */

/** Which banner to show, and where it comes from. */
export interface EmbedSettings {
  /** The site's name at the vendor, from `data-site`. */
  readonly site: string
  /** Base address of the API, without a slash at its end. From `data-api`; default: the script's own origin. */
  readonly api: string
}

/** Reads the tag; undefined, and one warning for the site's developer, where it says nothing that can be used. */
export function readSettings(script: HTMLScriptElement | null): EmbedSettings | undefined {
  const site = script?.dataset['site'] ?? ''
  const api = script?.dataset['api'] ?? originOf(script?.src)
  if (!/^[a-z\d][a-z\d-]{0,39}$/.test(site)) return refuse('data-site', site, 'the name of your site')
  if (!/^https?:\/\//i.test(api) || !URL.canParse(api)) return refuse('data-api', api, 'an https: address')
  return { site, api: api.replace(/\/+$/, '') }
}

/** The tag that is running, or, where the script was put in by another script, the one with our attribute. */
export function findTag(): HTMLScriptElement | null {
  const running = document.currentScript
  if (running instanceof HTMLScriptElement && running.dataset['site'] !== undefined) return running
  return document.querySelector<HTMLScriptElement>('script[src*="consent"][data-site]')
}

function originOf(address = ''): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}

function refuse(attribute: string, value: string, allowed: string): undefined {
  console.warn(`Consent banner: ${attribute} is ${JSON.stringify(value)}; it must be ${allowed}`)
}
