import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect } from '@jest/globals';

import { replyOf } from '../../nodes/shared/conversation/reply';
import { AnswerBuilder } from '../../nodes/shared/streaming/answerBuilder';
import type { Answer } from '../../nodes/shared/transport/entities';
import { errorWords } from '../../nodes/shared/transport/errorWords';
import { readInPieces } from '../streaming/readInPieces';
import { testWith } from './describedTest';
import { descriptionFile } from './description';

/** Answers from the vendor's documentation, beside the description and like it no part of the project. */
const folder = path.join(path.dirname(descriptionFile), 'samples');

const sampleTest = (name: string, body: () => void) => testWith(folder, name, body);

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

describe('the samples of the vendor', () => {
	sampleTest('of answers are simplified', () => {
		const answers = readdirSync(folder)
			.filter((file) => /^conversation_.*_out\.json$|^function_call_pending/.test(file))
			.filter((file) => !/_(list|get|history|messages)_/.test(file))
			.map((file) => [file, JSON.parse(read(file)) as Answer] as const);
		expect(answers.length).toBeGreaterThan(7);
		for (const [file, answer] of answers) {
			const { conversationId, status, text } = replyOf(answer, false);
			const isCall = file.includes('function_call');
			expect([file, conversationId, status]).toEqual([
				file,
				answer.conversation_id,
				isCall ? 'requires_action' : 'completed',
			]);
			expect([file, String(text).length > 0]).toEqual([file, !isCall]);
		}
	});

	sampleTest('of errors are readable', () => {
		for (const file of readdirSync(folder).filter((name) => name.startsWith('error_'))) {
			expect(errorWords(JSON.parse(read(file)))).toMatch(/guardrail/i);
		}
	});

	sampleTest('of a stream is rebuilt, the gap in it left out', () => {
		const answer = new AnswerBuilder();
		const bytes = new TextEncoder().encode(read('stream_web_search_official.sse'));
		for (const event of readInPieces(bytes, [13])) answer.add(event);
		expect(answer.hasEnded).toBe(true);
		const { text, toolExecutions, usage } = replyOf(answer.response(), false);
		expect(text).toMatch(/^The last European Football.* tournament\.$/);
		expect(toolExecutions).toMatchObject([{ name: 'web_search' }]);
		expect(usage).toMatchObject({ total_tokens: 18892 });
	});
});
