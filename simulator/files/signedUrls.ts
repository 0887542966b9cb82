import { randomBytes } from 'node:crypto';

/** What a URL leads to. */
export interface Target {
	/** Of the document or the file; it stands in the URL. */
	id: string;
	/** For people; it stands in the URL, too. */
	name: string;
	/** What there is at the moment; throws the refusal where that is nothing any more. */
	read: () => { type: string; content: string | Buffer };
}

/** URLs that let everybody who has them read one document or file, for some time. */
export class SignedUrls {
	/** `http://127.0.0.1:<port>` of the server that answers them. */
	origin = '';
	/** Milliseconds; it may be changed, which holds for the URLs that come then. */
	lifetime = 30 * 60 * 1000;
	private readonly issued = new Map<string, Target & { expiresAt: number }>();

	/** A new URL. Its signature is random unlike everything else here. */
	issue(target: Target, lifetime = this.lifetime): string {
		const signature = randomBytes(24).toString('base64url');
		const expiresAt = Date.now() + lifetime;
		this.issued.set(signature, { ...target, expiresAt });
		const url = new URL(`/signed/${target.id}/${encodeURIComponent(target.name)}`, this.origin);
		url.searchParams.set('se', new Date(expiresAt).toISOString());
		url.searchParams.set('sig', signature);
		return url.href;
	}

	/** What the signature gives access to; undefined when it is unknown or its time is over. */
	open(signature: string): Target | undefined {
		const issued = this.issued.get(signature);
		return issued && Date.now() < issued.expiresAt ? issued : undefined;
	}
}
