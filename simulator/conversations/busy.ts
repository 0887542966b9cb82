import { invalidRequest } from '../errors';
import type { SimulatorSettings } from '../settings';

/** Which conversations are being answered; each for one request, or one streamed answer, at a time. */
export class Busy {
	private readonly holders = new Map<string, object>();

	constructor(private readonly settings: Pick<SimulatorSettings, 'simultaneousRequests'>) {}

	/** Throws the 409 (observed) when somebody else holds the conversation, unless both are let in. */
	take(id: string, holder: object): void {
		if (this.holders.has(id) && this.settings.simultaneousRequests === 'refused') {
			throw invalidRequest(409, `Conversation with id ${id} is being updated by another request.`);
		}
		this.holders.set(id, holder);
	}

	/** Lets go of everything that the holder holds. */
	release(holder: object): void {
		for (const [id, other] of this.holders) {
			if (other === holder) this.holders.delete(id);
		}
	}
}
