/** A PDF with one line of text on each page, uncompressed; the simulator needs no table of objects. */
export function smallPdf(...pages: string[]): Buffer {
	const objects = pages.flatMap((text, index) => {
		const shown = text.replace(/[\\()]/g, (character) => `\\${character}`);
		const content = `BT /F1 12 Tf 72 720 Td (${shown}) Tj ET`;
		const id = 3 + index * 2;
		return [
			`${id} 0 obj << /Type /Page /Parent 2 0 R /Contents ${id + 1} 0 R >> endobj`,
			`${id + 1} 0 obj << /Length ${content.length} >>\nstream\n${content}\nendstream endobj`,
		];
	});
	const kids = pages.map((_, index) => `${3 + index * 2} 0 R`).join(' ');
	return Buffer.from(
		[
			'%PDF-1.4',
			'1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
			`2 0 obj << /Type /Pages /Kids [${kids}] /Count ${pages.length} >> endobj`,
			...objects,
			'trailer << /Root 1 0 R >>',
			'%%EOF',
		].join('\n'),
		'latin1',
	);
}
