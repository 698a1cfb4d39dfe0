/** `npm run bench -- NAME [--data-dir DIR] [--catalog FILE]`: prints one JSON object, with each figure as a ratio to a named peer. */
import { parseArgs } from 'node:util';
import { benchCost } from './cost.ts';
import { benchExactness } from './exactness.ts';
import { benchIngest } from './ingest.ts';
import { benchReasons } from './reasons.ts';
import { benchRecommend } from './recommend.ts';
import { benchScale } from './scale.ts';
import { benchSearch } from './search.ts';
import { benchTaste } from './taste.ts';

const BENCHMARKS: Record<string, (dataDir: string, catalog: string | undefined) => Promise<object>> = {
  cost: benchCost,
  exactness: benchExactness,
  ingest: benchIngest,
  reasons: benchReasons,
  recommend: benchRecommend,
  scale: benchScale,
  search: benchSearch,
  taste: benchTaste,
};

const { values, positionals } = parseArgs({
  options: { 'data-dir': { type: 'string', default: '.data/bundled' }, catalog: { type: 'string' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const bench = BENCHMARKS[name];
if (bench === undefined) {
  process.stderr.write(`Expected the name of a benchmark: ${Object.keys(BENCHMARKS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const result: { failures?: string[] } = await bench(values['data-dir'], values.catalog);
  process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  for (const failure of result.failures ?? []) process.stderr.write(`${failure}\n`);
  if ((result.failures ?? []).length > 0) process.exitCode = 1;
}
