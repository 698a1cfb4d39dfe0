import { expect, test } from 'vitest';
import { recordWebhookId } from '@playkin/functions/src/ingest/webhook-ids.ts';
import { game, setUp } from './set-up.ts';

test('a smart run fetches the games that webhooks told of, once a sweep began after them', async () => {
  const { run, rows, storage, state } = await setUp([game(1), game(2), game(3)]);
  await run({ mode: 'full' });
  // Changed and gone, although no updated_at and no count says so.
  state.games = [game(1, { checksum: 'new', hypes: 9 }), game(3), game(4)];
  for (const id of [1, 2, 4]) await recordWebhookId(storage, id, state.nowMs + 60_000);
  expect(await run({ mode: 'smart' })).toMatchObject({ inserted: 1, updated: 1, removed: 1 });
  expect(state.byId).toEqual([1, 2, 4]);
  expect(await rows('SELECT id FROM raw_games WHERE removed_at IS NULL ORDER BY id')).toEqual(
    [1, 3, 4].map((id) => ({ id })),
  );
  await run({ mode: 'smart' });
  await run({ mode: 'smart' });
  expect(state.byId).toEqual([1, 2, 4, 1, 2, 4]);
});
