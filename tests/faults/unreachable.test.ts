import { afterEach, expect, test } from 'vitest';
import { type Crawling, startCrawling } from './crawling.ts';

let site: Crawling;
afterEach(() => site.close());

test('a host that no name server knows ends the run with its name', async () => {
  site = await startCrawling();
  const { error } = await site.crawl({ baseUrl: 'http://igdb.invalid/v4' });
  // Without a network the resolver says EAI_AGAIN.
  expect(error?.replace('EAI_AGAIN', 'ENOTFOUND')).toBe(
    'POST http://igdb.invalid/v4/games ‘where updated_at <= 1800000000; sort updated_at desc; limit 1;’: the name igdb.invalid cannot be ' +
      'looked up (ENOTFOUND) (8 attempts). Check the network, its DNS, and the URL.',
  );
});

test('a port that nobody listens to ends the run with the address', async () => {
  site = await startCrawling();
  // Discard: nothing offers it any more.
  const { error } = await site.crawl({ baseUrl: 'http://127.0.0.1:9/v4' });
  expect(error).toBe(
    'POST http://127.0.0.1:9/v4/games ‘where updated_at <= 1800000000; sort updated_at desc; limit 1;’: nothing answers at 127.0.0.1:9 ' +
      '(ECONNREFUSED) (8 attempts). Check the URL, and that IGDB is up.',
  );
});

test('a wrong secret ends the run at once, with the variables to look at', async () => {
  site = await startCrawling({ secret: 'another' });
  expect((await site.crawl()).error).toBe(
    'POST http://stand-in/oauth2/token: status 403 (1 attempt). Twitch does not know the pair: ' +
      'check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET. Answer: { "status": 403, "message": "invalid client secret" }',
  );
});
