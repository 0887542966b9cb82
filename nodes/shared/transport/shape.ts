import type { IDataObject } from 'n8n-workflow';

/**
 * What a response must have to be understood. It is no validation: official samples lack fields that the
 * vendor's description requires, so only what would otherwise break our code is looked at.
 */
export interface Shape<T> {
	/** What keeps the JSON from being that, undefined if nothing does. */
	misfit(json: unknown): string | undefined;
	/** Never there; it tells TypeScript what fits. */
	readonly fits?: T;
}

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** For what is not read: some calls are answered with nothing. */
export const anything: Shape<unknown> = { misfit: () => undefined };

export const aText: Shape<string> = {
	misfit: (json) => (typeof json === 'string' ? undefined : `it is ${kindOf(json)}, not a text`),
};

export const aNumber: Shape<number> = {
	misfit: (json) => (typeof json === 'number' ? undefined : `it is ${kindOf(json)}, not a number`),
};

/** An address of a file on some server. */
export const aUrl: Shape<string> = {
	misfit: (json) =>
		aText.misfit(json) ??
		(/^https?:/i.test(json as string) && URL.canParse(json as string)
			? undefined
			: 'it is not an http(s) URL'),
};

/** What may be missing, or null. */
export const optional = <T>(shape: Shape<T>): Shape<T | null | undefined> => ({
	misfit: (json) => (json === undefined || json === null ? undefined : shape.misfit(json)),
});

/** One or the other; what is wrong is told of the other. */
export const eitherOf = <A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> => ({
	misfit: (json) => (one.misfit(json) === undefined ? undefined : other.misfit(json)),
});

/** An object that has at least these fields. */
export function objectOf<T extends IDataObject>(fields: {
	[name in keyof T & string]?: Shape<T[name]>;
}): Shape<T> {
	const shapes = Object.entries<Shape<unknown> | undefined>(fields);
	return {
		misfit: (json) => {
			if (!isObject(json)) return `it is ${kindOf(json)}, not an object`;
			for (const [name, shape] of shapes) {
				const misfit = shape?.misfit(json[name]);
				if (misfit) return `"${name}": ${misfit}`;
			}
			return undefined;
		},
	};
}

export const anObject: Shape<IDataObject> = objectOf({});

export const listOf = <T>(entry: Shape<T>): Shape<T[]> => ({
	misfit: (json) => {
		if (!Array.isArray(json)) return `it is ${kindOf(json)}, not a list`;
		for (const [index, one] of json.entries()) {
			const misfit = entry.misfit(one);
			if (misfit) return `${index}: ${misfit}`;
		}
		return undefined;
	},
});

function kindOf(value: unknown): string {
	if (value === undefined) return 'empty';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	return { object: 'an object', string: 'a text' }[typeof value as string] ?? `a ${typeof value}`;
}
