/** The account that owns an n8n. */
export interface Owner {
	email: string;
	/** n8n asks for 8 characters with a capital letter and a digit. */
	password: string;
}

/** Good enough for an n8n on 127.0.0.1 that nobody keeps, and easily typed. */
export const developer: Owner = { email: 'developer@example.com', password: 'Mistral123' };
