import type { FastifyInstance } from 'fastify';

/** A model as `list_models_v1_models_get` shows it (schemas `BaseModelCard` and `FTModelCard`). */
export interface ModelCard {
	id: string;
	object: 'model';
	/** Unix time in seconds. */
	created: number;
	owned_by: string;
	capabilities: Record<string, boolean>;
	name: string;
	description: string;
	/** In tokens. */
	max_context_length: number;
	aliases: string[];
	/** ISO 8601 time from which on the model is gone. */
	deprecation: string | null;
	deprecation_replacement_model: string | null;
	default_model_temperature: number | null;
	type: 'base' | 'fine-tuned';
	job?: string;
	root?: string;
	archived?: boolean;
}

const capabilityNames = [
	'completion_chat',
	'function_calling',
	'reasoning',
	'completion_fim',
	'fine_tuning',
	'vision',
	'ocr',
	'classification',
	'moderation',
	'audio',
	'audio_transcription',
	'audio_transcription_realtime',
	'audio_speech',
	'unified_resources',
] as const;

type Capability = (typeof capabilityNames)[number];

const chat: Capability[] = ['completion_chat', 'function_calling'];

function card(
	id: string,
	description: string,
	capabilities: Capability[],
	fields: Partial<ModelCard> = {},
): ModelCard {
	return {
		id,
		object: 'model',
		created: 1756746619,
		owned_by: 'mistralai',
		capabilities: Object.fromEntries(
			capabilityNames.map((name) => [name, capabilities.includes(name)]),
		),
		name: id,
		description,
		max_context_length: 131072,
		aliases: [],
		deprecation: null,
		deprecation_replacement_model: null,
		default_model_temperature: capabilities.includes('completion_chat') ? 0.3 : null,
		type: 'base',
		...fields,
	};
}

/** A made-up selection with every kind of model that a client must tell apart. */
export const modelCards: ModelCard[] = [
	card('mistral-medium-2508', 'Frontier-class multimodal model', [...chat, 'reasoning', 'vision'], {
		aliases: ['mistral-medium-latest', 'mistral-medium'],
	}),
	card('mistral-large-2512', 'Top-tier model for demanding tasks', [...chat, 'vision'], {
		aliases: ['mistral-large-latest'],
	}),
	card('mistral-small-2603', 'Small multimodal model', [...chat, 'reasoning', 'vision'], {
		aliases: ['mistral-small-latest'],
	}),
	card('mistral-small-2409', 'Former small model', chat, {
		deprecation: '2026-12-31T12:00:00Z',
		deprecation_replacement_model: 'mistral-small-latest',
		max_context_length: 32768,
	}),
	card('open-mistral-nemo', 'Multilingual open model', [...chat, 'fine_tuning'], {
		aliases: ['open-mistral-nemo-2407'],
	}),
	card('ministral-8b-2512', 'Model for the edge', [...chat, 'vision'], {
		aliases: ['ministral-8b-latest'],
	}),
	card('codestral-2508', 'Model for code', [...chat, 'completion_fim'], {
		aliases: ['codestral-latest'],
		max_context_length: 262144,
	}),
	card('devstral-medium-2507', 'Model for coding agents', chat, {
		aliases: ['devstral-medium-latest'],
	}),
	card('mistral-embed', 'Embeddings of texts', [], { max_context_length: 8192 }),
	card('mistral-ocr-2512', 'Text of documents and images', ['ocr', 'vision'], {
		aliases: ['mistral-ocr-latest'],
	}),
	card('mistral-moderation-2603', 'Moderation of texts', ['classification', 'moderation'], {
		aliases: ['mistral-moderation-latest'],
	}),
	card('voxtral-mini-2507', 'Transcription of speech', ['audio', 'audio_transcription'], {
		aliases: ['voxtral-mini-latest'],
	}),
	card('ft:open-mistral-nemo:acme:20260301:support', 'Fine-tuned for a help desk', chat, {
		type: 'fine-tuned',
		owned_by: 'acme',
		job: '0b7fd0d5-4f0a-4f0e-9d8e-2f1c3b6a7e10',
		root: 'open-mistral-nemo',
		archived: false,
	}),
];

/** The model with this id or alias. */
export function findModel(id: string): ModelCard | undefined {
	return modelCards.find((model) => model.id === id || model.aliases.includes(id));
}

/** The families observed to be refused with code 3004; no capability in the card tells. */
export function runsBuiltInConnectors(model: ModelCard): boolean {
	return !/^(ministral|codestral|devstral)/.test(model.id);
}

/** Route of `list_models_v1_models_get`; its undocumented filters `provider` and `model` do nothing. */
export function modelRoutes(app: FastifyInstance): void {
	app.get('/v1/models', () => ({ object: 'list', data: modelCards }));
}
