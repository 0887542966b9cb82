/** Words with the spaces before them; joined they are the text again. An empty text is one piece. */
export function wordsOf(text: string): string[] {
	return text.match(/\s*\S+|\s+/g) ?? [''];
}

/** Fragments of a call's arguments; the first one is empty, as it has been observed. */
export function fragmentsOf(text: string): string[] {
	// Counted in characters, so that none is torn apart.
	return ['', ...(text.match(/.{1,8}/gsu) ?? [])];
}
