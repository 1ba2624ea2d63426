/** Incremental collections: changes since a cursor, merged into what is held. */
export {}
