import { type NumberColumn, StringColumn } from '@playkin/shared/columns.ts';
import type { ReleaseFile } from '@playkin/shared/release.ts';
import { pack } from './packed.ts';

export type PackedFile = Exclude<ReleaseFile, 'summaries'>;

/** The columns of each file whose elements mostly are little more than the one before: ends, starts, and what is sorted in rows. */
const AS_DIFFERENCES: Record<PackedFile, readonly string[]> = {
  games: [
    'id',
    'canonical',
    'family',
    'name.ends',
    'slug.ends',
    'cover.ends',
    'tagStart',
    'tags',
    'seriesStart',
    'series',
    'summaryStart',
    'summaryBlocks.text',
    'summaryBlocks.file',
  ],
  tags: ['name.ends', 'slug.ends'],
  aliases: ['game', 'alias.ends'],
  vectors: ['name.ends', 'start', 'feature'],
  neighbors: ['low'],
  search: ['titles.start', 'titles.words.start', 'acronyms.start', 'acronyms.words.start', 'wordless'],
};

/** A file of a release out of its columns. */
export const packFile = (file: PackedFile, columns: Record<string, NumberColumn>): Promise<Uint8Array> =>
  pack(columns, AS_DIFFERENCES[file]);

/** What `stringColumn(name, …)` made, to be read. */
export function viewStrings(name: string, columns: Record<string, NumberColumn>): StringColumn {
  const [ends, utf8] = [columns[`${name}.ends`], columns[`${name}.utf8`]];
  if (ends instanceof Uint32Array && utf8 instanceof Uint8Array) return new StringColumn(ends, utf8);
  throw new TypeError(`Expected the columns ${name}.ends and ${name}.utf8`);
}
