/** The text of the script; for development with the devtools. */
export function bundleScript(options?: {
  readonly version?: string
  readonly forDevelopment?: boolean
}): Promise<string>
/** Writes the script into a folder; answers its manifest. */
export function writeScript(text: string, folder: string, version?: string): ScriptManifest
/** What manifest.json holds. */
export interface ScriptManifest {
  readonly version: string
  readonly file: string
  readonly integrity: string
}
