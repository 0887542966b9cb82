/** The two ways in which lists are cut into pages: with a token for the next one, and by number. */
import { unprocessable } from './errors';

type WithId = { id: string };

interface TokenPage<T> {
	data: T[];
	/** Null on the last page. */
	next_page_token: string | null;
}

/** What the vendor says about a numbered page (schema `PaginationInfo`). */
interface PaginationInfo {
	total_items: number;
	total_pages: number;
	/** The first page is 0. */
	current_page: number;
	page_size: number;
	has_more: boolean;
}

/** The page after the one that the token came with; the first one without a token. */
export function pageByToken<T extends WithId>(
	all: T[],
	page_size: number,
	token: string | undefined,
): TokenPage<T> {
	return slice(all, token ? afterToken(all, token) : 0, page_size);
}

/** A page by its number, with the token that leads from there to the next one (assumed). */
export function pageByNumber<T extends WithId>(
	all: T[],
	page_size: number,
	current_page: number,
): TokenPage<T> & { pagination: PaginationInfo } {
	const page = slice(all, current_page * page_size, page_size);
	const total_items = all.length;
	const total_pages = Math.ceil(total_items / page_size);
	const has_more = page.next_page_token !== null;
	return { ...page, pagination: { total_items, total_pages, current_page, page_size, has_more } };
}

function slice<T extends WithId>(all: T[], first: number, count: number): TokenPage<T> {
	const data = all.slice(first, first + count);
	const last = data.at(-1);
	const more = first + data.length < all.length;
	return { data, next_page_token: last && more ? tokenFor(last) : null };
}

function tokenFor(last: WithId): string {
	return Buffer.from(last.id).toString('base64url');
}

/** The index after the entity that the token was made for; a token of none is refused (assumed). */
function afterToken(all: WithId[], token: string): number {
	const id = Buffer.from(token, 'base64url').toString();
	const index = all.findIndex((one) => one.id === id);
	if (index < 0) {
		throw unprocessable([
			{
				type: 'value_error',
				loc: ['query', 'page_token'],
				msg: 'Value error, Invalid page token',
				input: token,
			},
		]);
	}
	return index + 1;
}
