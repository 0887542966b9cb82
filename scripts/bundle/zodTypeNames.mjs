/**
 * All that zod-to-json-schema needs of Zod when it runs: the names of its types, each of which is its own
 * value. Without this the bundle would hold the whole of Zod, 110 kB.
 */
export const ZodFirstPartyTypeKind = new Proxy({}, { get: (_names, name) => name });
