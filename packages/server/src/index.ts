/** The server companion: Request in, Response out. Importing it starts nothing. */
export {}
