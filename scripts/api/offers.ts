/** What people can choose from in the built nodes, to be held against the enums of the API. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { builtTypes, nodeOf } from '../../test/contract/builtNodes';

/** A parameter with options. */
export interface Offer {
	/** As the editor shows them: `Mistral Agents`, `Reasoning Effort`. */
	node: string;
	parameter: string;
	values: string[];
}

/** Of all nodes, without those that two nodes or operations share. */
export function allOffers(): Offer[] {
	const offers = builtTypes.flatMap((type) => {
		const { displayName, properties } = nodeOf(type).description;
		return offersIn(displayName, properties);
	});
	return [...new Map(offers.map((offer) => [JSON.stringify(offer), offer])).values()];
}

function offersIn(node: string, properties: INodeProperties[]): Offer[] {
	return properties.flatMap(({ displayName, type, options = [] }) => {
		if (type === 'options' || type === 'multiOptions') {
			const values = (options as INodePropertyOptions[]).map(({ value }) => String(value));
			return [{ node, parameter: displayName, values }];
		}
		return options.flatMap((option) => {
			if ('values' in option) return offersIn(node, option.values);
			return 'type' in option ? offersIn(node, [option]) : [];
		});
	});
}

/**
 * The parameters that offer the values of an enum: all that are known of it, and as few others as there are.
 * One value alone is the name of a type, which nobody chooses.
 */
export function offering(offers: Offer[], values: string[]): Offer[] {
	if (values.length < 2) return [];
	const found = offers.filter((offer) => values.every((value) => offer.values.includes(value)));
	const fewest = Math.min(...found.map((offer) => offer.values.length));
	return found.filter((offer) => offer.values.length === fewest);
}
