/** Who is asked: IGDB, or Twitch for a token to ask IGDB with. */
export type Service = 'IGDB' | 'Twitch';

const CHECK_CREDENTIALS = 'check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET.';
/** After trouble that is not ours. */
const RUN_AGAIN = 'run again later, the crawl goes on where it stopped.';

/** One 429 is a hiccup, which the next attempt, slower, gets over; so many in a row have a cause. */
const LASTING_ATTEMPTS = 3;

/**
 * What the operator can do about an answer that is not the one asked for.
 *
 * @param attempt how often it was asked, this time included
 */
export function nextStep(service: Service, status: number, text: string, attempt: number): string {
  if (/invalid client/i.test(text)) return `Twitch does not know the pair: ${CHECK_CREDENTIALS}`;
  if (status === 401) return `${service} refuses the credentials: ${CHECK_CREDENTIALS}`;
  // Cloudflare's code for a browser signature it bans.
  if (status === 403 && text.includes('error code: 1010')) {
    return `Cloudflare, in front of ${service}, refuses the User-Agent: set another one in functions/src/igdb/http.ts.`;
  }
  if (status === 403) {
    return `${service} lets nobody in with these credentials, or from this address: check that the Twitch application of IGDB_CLIENT_ID may use IGDB, and that no firewall stands between.`;
  }
  if (status === 404) {
    return service === 'IGDB'
      ? 'Check the base URL: https://api.igdb.com/v4.'
      : 'Check the token URL: https://id.twitch.tv/oauth2/token.';
  }
  if (status === 429) {
    return attempt < LASTING_ATTEMPTS
      ? 'The rate limit is spent for now: should it stay so, look for what else uses the same credentials.'
      : 'Something else spends the same credentials’ rate limit: stop it, or lower requestsPerSecond in functions/src/igdb/server.ts.';
  }
  if (status >= 500) return `${service} is in trouble: ${RUN_AGAIN}`;
  if (status >= 400) {
    return service === 'IGDB'
      ? 'Correct the query: the answer says what IGDB could not read in it.'
      : `Twitch gives no token: ${CHECK_CREDENTIALS}`;
  }
  if (status >= 300) return 'The URL has moved: check the base URL and the token URL.';
  return `The answer is not what ${service} documents: check the URL, and any proxy on the way to it.`;
}

/** What happened and what the operator can do about it, when no whole answer came. */
export function explainNoAnswer(
  service: Service,
  url: string,
  error: unknown,
): { problem: string; nextStep: string } {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const { code } = error as { code?: unknown };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        problem: `the name ${host} cannot be looked up (${code})`,
        nextStep: 'Check the network, its DNS, and the URL.',
      };
    case 'ECONNREFUSED':
      return {
        problem: `nothing answers at ${host} (${code})`,
        nextStep: `Check the URL, and that ${service} is up.`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return {
        problem: `the connection to ${host} broke off (${code})`,
        nextStep: `Check the network, and any proxy on the way; else ${RUN_AGAIN}`,
      };
    default:
      return {
        problem: error instanceof Error ? error.message : String(error),
        nextStep: `Check the network, and the way to ${host}; else ${RUN_AGAIN}`,
      };
  }
}
