import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { credentialReader } from '../../nodes/shared/transport/n8nRequest';
import { scriptedContext } from './scriptedContext';

afterEach(() => {
	jest.restoreAllMocks();
});

/** A reader, and n8n's own that it asks. */
function reader() {
	const { context } = scriptedContext(() => ({}));
	const asked = jest.spyOn(context, 'getCredentials');
	return { read: credentialReader(context), asked };
}

describe('the credential', () => {
	it('is read once for all who ask within a minute', async () => {
		const { read, asked } = reader();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(1000);
		const [one, other] = await Promise.all([read(), read()]);
		expect(one).toMatchObject({ apiKey: 'key' });
		expect(other).toBe(one);
		clock.mockReturnValue(60_999);
		await read();
		expect(asked).toHaveBeenCalledTimes(1);
		clock.mockReturnValue(61_000);
		await read();
		expect(asked).toHaveBeenCalledTimes(2);
	});

	it('that could not be read is asked for again', async () => {
		const { read, asked } = reader();
		asked.mockRejectedValueOnce(new Error('The database is away'));
		await expect(read()).rejects.toThrow('The database is away');
		expect(await read()).toMatchObject({ apiKey: 'key' });
	});
});
