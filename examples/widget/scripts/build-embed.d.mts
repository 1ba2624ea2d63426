/** What the build knows of the script. */
export interface EmbedScript {
  readonly text: string
  readonly version: string
  /** Its name, with a hash of its content. */
  readonly file: string
  /** The value of the tag's `integrity`. */
  readonly integrity: string
  readonly bytes: number
  /** Bytes, compressed by gzip. */
  readonly gzip: number
}
/** Builds the script. */
export function buildEmbed(options?: { readonly version?: string }): Promise<EmbedScript>
/** The same as a plug-in for Vite. */
export function embedScript(): { name: string }
