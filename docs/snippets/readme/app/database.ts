/** What the README's server example takes from an application. */
export declare const db: { stores(): Promise<string[]> }
export declare function isSignedIn(request: Request): Promise<boolean>
