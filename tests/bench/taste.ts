import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { formatRows } from '@playkin/functions/src/cli/format-rows.ts';
import { loadRelease } from '@playkin/functions/src/recommend/load.ts';
import { releaseRecommender } from '../taste/release-recommender.ts';
import { judgeAll, summarize, type TasteRow } from '../taste/taste.ts';
import { readTasteSet, TASTE_DIR } from '../taste/taste-set.ts';

const tableRow = ({ game, hits, embarrassments, missing, list }: TasteRow) => ({
  game,
  hits: hits.length,
  accepted: hits.join(', '),
  embarrassing: embarrassments.join(', '),
  missing: missing.join(', '),
  list: list.join(', '),
});

/** How the release answers the taste set; stderr shows each game's row. */
export async function benchTaste(dataDir: string): Promise<object> {
  const release = await loadRelease(folderStorage(join(dataDir, 'bucket')));
  const rows = judgeAll(readTasteSet(TASTE_DIR), releaseRecommender(release));
  process.stderr.write(formatRows(rows.map(tableRow), 'table'));
  return { games: release.canonicalCount, ...summarize(rows) };
}
