import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { atMostOfSeries } from './taste/at-most-of-series.ts';
import { releaseRecommender } from './taste/release-recommender.ts';
import { judgeAll, summarize, type TasteRow } from './taste/taste.ts';
import { readTasteSet, TASTE_DIR, UNSEEN_DIR } from './taste/taste-set.ts';

const tableRow = ({ game, hits, embarrassments, missing, ofSeries, list }: TasteRow) => ({
  game,
  hits: hits.length,
  accepted: hits.join(', '),
  embarrassing: embarrassments.join(', '),
  missing: missing.join(', '),
  ofSeries,
  list: list.join(', '),
});

/**
 * How the release answers the taste set; stderr shows each game's row. Of the unseen set only the summary is shown, so that nobody
 * tunes for it.
 */
export async function benchTaste(dataDir: string): Promise<object> {
  const release = await loadRelease(folderStorage(join(dataDir, 'bucket')));
  const set = readTasteSet(TASTE_DIR);
  const recommender = releaseRecommender(release);
  const rows = judgeAll(set, recommender);
  process.stderr.write(formatRows(rows.map(tableRow), 'table'));
  return {
    games: release.canonicalCount,
    ...summarize(rows),
    unseen: summarize(judgeAll(readTasteSet(UNSEEN_DIR), recommender)),
    'at most two of the series': summarize(judgeAll(set, atMostOfSeries(2, recommender))),
    'none of the series': summarize(judgeAll(set, atMostOfSeries(0, recommender))),
  };
}
