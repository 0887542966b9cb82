import type { Resource } from '../../../shared/operation/operation';
import { download } from './download';

export const file: Resource = { name: 'File', value: 'file', operations: [download] };
