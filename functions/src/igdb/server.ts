/** IGDB's own addresses and pace: https://api-docs.igdb.com/#rate-limits. */
export const IGDB = {
  baseUrl: 'https://api.igdb.com/v4',
  tokenUrl: 'https://id.twitch.tv/oauth2/token',
  requestsPerSecond: 4,
};
export const REQUEST_TIMEOUT_MS = 30_000;
