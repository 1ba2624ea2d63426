// What the README's server example takes from an application; it counts what it is asked for.
export const loads: string[] = []

export const db = {
  async stores(): Promise<string[]> {
    loads.push('stores')
    return ['Bakery']
  },
}

export const isSignedIn = async (request: Request): Promise<boolean> => request.headers.has('cookie')
