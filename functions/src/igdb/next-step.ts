/** What the operator can do about an answer that is not the one asked for. */
export function nextStep(status: number, text: string): string {
  if (status === 401) return 'Check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET.';
  if (/invalid client/i.test(text))
    return 'Twitch does not know the pair: check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET.';
  // Cloudflare's code for a browser signature it bans.
  if (status === 403 && text.includes('error code: 1010')) {
    return 'Cloudflare, in front of IGDB, refuses the User-Agent: set another one in igdb/http.ts.';
  }
  if (status === 403) return 'Check that the Twitch application of IGDB_CLIENT_ID may use IGDB.';
  if (status === 404) return 'Check the base URL: https://api.igdb.com/v4.';
  if (status === 429)
    return 'Something else spends the same credentials’ rate limit: stop it, or lower requestsPerSecond.';
  if (status >= 500) return 'IGDB is in trouble: run again later, the crawl goes on where it stopped.';
  if (status >= 400) return 'Correct the query: the answer says what IGDB could not read in it.';
  if (status >= 300) return 'The URL has moved: check the base URL and the token URL.';
  return 'The answer is not what IGDB documents: check the URL, and any proxy on the way to it.';
}
