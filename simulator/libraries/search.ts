/** The search that the document_library tool does: the sentence with most of the question's words. */

export interface Text {
	/** The document's name. */
	title: string;
	text: string;
}

/** A sentence and the document that it stands in. */
export interface Passage {
	title: string;
	sentence: string;
}

/** Too common to be searched for. */
const common = new Set(
	(
		'the and for are was were who what when where which why how does did has have had can could will ' +
		'would should our your their its this that these those with from about into not you they she ' +
		'there many much please tell say says'
	).split(' '),
);

/** Characters; a longer sentence, such as a line of a table, is cut. */
const longest = 300;

/** The first of the sentences with most words of the query; undefined when none has any. */
export function bestPassage(texts: Text[], query: string): Passage | undefined {
	const wanted = wordsOf(query);
	let best: Passage | undefined;
	let most = 0;
	for (const { title, text } of texts) {
		for (const sentence of text.split(/\n+|(?<=[.!?])\s+/)) {
			const found = wordsOf(sentence);
			const matches = [...wanted].filter((word) => found.has(word)).length;
			if (matches <= most) continue;
			most = matches;
			best = { title, sentence: sentence.trim().slice(0, longest) };
		}
	}
	return best;
}

/** Words of three letters and more, and numbers; in lowercase, each once. */
function wordsOf(text: string): Set<string> {
	const words = text.toLowerCase().match(/\p{N}+|[\p{L}\p{M}]{3,}/gu) ?? [];
	return new Set(words.filter((word) => !common.has(word)));
}
