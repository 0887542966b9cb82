import type { Entry } from '../schemas/entries';
import { textOf, userTexts, type Turn } from './turn';

/** A sentence about what was said last, and one each about attachments, the turn before, instructions. */
export function plainAnswer({ entries, settings }: Turn): string {
	const said = userTexts(entries);
	const previous = said.at(-2);
	const sentences = [said.length > 0 ? `You said: “${said.at(-1)}”.` : 'You said nothing yet.'];
	const attached = attachments(entries);
	if (attached.length > 0) sentences.push(`With it came ${attached.join(' and ')}.`);
	if (previous !== undefined) {
		sentences.push(`This is turn ${said.length}; before that you said: “${previous}”.`);
	}
	if (settings.instructions) {
		sentences.push(`My instructions are: “${settings.instructions}”.`);
	}
	return prefixOf(entries) + sentences.join(' ');
}

/** Images and documents of the user's last message, as a person would list them. */
function attachments(entries: Entry[]): string[] {
	const last = entries.findLast((entry) => entry.type === 'message.input' && entry.role === 'user');
	if (last?.type !== 'message.input' || typeof last.content === 'string') return [];
	return last.content.flatMap((chunk) => {
		if (chunk.type === 'image_url') return ['an image'];
		if (chunk.type === 'document_url')
			return [`the document ${chunk.document_name ?? 'without a name'}`];
		return chunk.type === 'tool_file' ? [`the file ${chunk.file_name ?? chunk.file_id}`] : [];
	});
}

/** With `prefix` an assistant's message is the beginning of the answer. */
function prefixOf(entries: Entry[]): string {
	const last = entries.at(-1);
	return last?.type === 'message.input' && last.prefix ? textOf(last.content) : '';
}
