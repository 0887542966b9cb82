import { notFound } from '../errors';
import type { Ids } from '../ids';
import { Contents, kept } from './contents';
import { picture } from './picture';

/** A file as the API shows it (schema `FileSchema`). Times are Unix times in seconds. */
export interface FileEntity {
	id: string;
	object: 'file';
	/** Its size. */
	bytes: number;
	created_at: number;
	filename: string;
	purpose: 'ocr';
	/** The description knows no kind of sample that fits; this is its example's (assumed). */
	sample_type: 'instruct';
	num_lines: null;
	mimetype: string;
	/** Whether a client or a tool has made it. */
	source: 'upload' | 'mistral';
	signature: null;
	expires_at: null;
	visibility: 'workspace' | 'user';
}

type Fields = Pick<FileEntity, 'filename' | 'mimetype' | 'source'> &
	Partial<Pick<FileEntity, 'visibility'>> & { size: number; content: Buffer | undefined };

/** The files of one simulator that belong to no library: uploaded ones, and those that tools have made. */
export class FileRegistry {
	private readonly records = new Map<string, FileEntity>();
	private readonly contents = new Contents();

	constructor(private readonly ids: Ids) {}

	add({ size, content, ...fields }: Fields): FileEntity {
		const id = this.ids.uuid();
		const file: FileEntity = {
			id,
			object: 'file',
			bytes: size,
			created_at: Math.floor(Date.now() / 1000),
			purpose: 'ocr',
			sample_type: 'instruct',
			num_lines: null,
			signature: null,
			expires_at: null,
			visibility: 'workspace',
			...fields,
		};
		this.records.set(id, file);
		if (content) this.contents.keep(id, content);
		return file;
	}

	/** An image that a tool makes. */
	addGenerated(): FileEntity {
		const filename = 'image_generated_0.png';
		const { length: size } = picture;
		return this.add({
			filename,
			mimetype: 'image/png',
			source: 'mistral',
			size,
			content: picture,
		});
	}

	/** In the order in which they came. */
	list(): FileEntity[] {
		return [...this.records.values()];
	}

	/** Throws the API's 404 for an unknown file, as the next ones do. */
	get(id: string): FileEntity {
		const file = this.records.get(id);
		if (!file) throw notFound(`File with id ${id}`);
		return file;
	}

	/** A 410 where the bytes were too many to be kept. */
	bytesOf(id: string): Buffer {
		return kept(this.contents.of(this.get(id).id));
	}

	delete(id: string): void {
		this.records.delete(this.get(id).id);
		this.contents.drop(id);
	}
}
