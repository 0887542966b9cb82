/** The body of a response as it arrives. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	/** Closes the connection, also while it is silent. */
	close(): void;
}
