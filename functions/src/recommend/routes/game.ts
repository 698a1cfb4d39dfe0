import type { GameAnswer } from '@playkin/shared/api.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { FEATURE_KINDS, releasePath } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { blockOf, textOfBlock } from '../../release/summaries.ts';
import { gameCard, tagNames, yearOf } from './game-card.ts';
import { gameOr404 } from './find-game.ts';
import { failure } from '../../log.ts';
import { readQuery } from './read-query.ts';
import type { Release } from '../release/release.ts';
import { isInferred } from '../why/why.ts';
import { CACHED, urlOf } from './route.ts';
import type { Route, RouteContext } from './route.ts';

/** The game's summary, read out of its block of the file; `undefined` where there is none or it cannot be read. */
async function readSummary(
  { release, storage, log, lacking }: RouteContext,
  game: number,
): Promise<string | undefined> {
  const { summaryStart, summaryBlocks } = release.games;
  const summary = { start: at(summaryStart, game), end: at(summaryStart, game + 1) };
  if (summary.start === summary.end) return undefined;
  const { inFile, inText } = summaryBlocks
    ? blockOf(summaryBlocks, summary)
    : { inFile: summary, inText: undefined };
  const path = releasePath(release.name, 'summaries');
  try {
    const bytes = await storage.read(path, inFile);
    if (bytes?.length === inFile.end - inFile.start) {
      const text = inText ? (await textOfBlock(bytes)).subarray(inText.start, inText.end) : bytes;
      return new TextDecoder().decode(text);
    }
    log({
      severity: 'ERROR',
      message: `${path}: expected bytes ${inFile.start} to ${inFile.end}, found ${bytes?.length ?? 'no file'}`,
    });
  } catch (error) {
    log(failure('ERROR', `${path} cannot be read`, error));
  }
  lacking();
  return undefined;
}

function otherEditions(release: Release, game: number): GameAnswer['game']['editions'] {
  const { editions, games } = release;
  const canonical = at(games.canonical, game);
  const same = editions.values.subarray(at(editions.start, canonical), at(editions.start, canonical + 1));
  return [...same]
    .filter((member) => member !== game)
    .map((member) => {
      const year = yearOf(release, member);
      return {
        id: at(games.id, member),
        slug: games.slug.at(member),
        name: games.name.at(member),
        ...(year !== undefined && { year }),
      };
    });
}

/** The concepts of a game, or of the game that it folds onto, the strongest first. */
function traitsOf(release: Release, game: number): GameAnswer['game']['traits'] {
  const { features, games, vectors } = release;
  const canonical = at(games.canonical, game);
  const traits: { name: string; weight: number; inferred: boolean }[] = [];
  for (let i = at(vectors.start, canonical); i < at(vectors.start, canonical + 1); i++) {
    const feature = at(vectors.values, i);
    if (FEATURE_KINDS[at(features.kind, feature)] !== 'concept') continue;
    const name = features.name.at(feature);
    traits.push({ name, weight: at(vectors.weights, i), inferred: isInferred(release, i) });
  }
  return traits
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .map(({ name, inferred }) => ({ name, ...(inferred && { inferred }) }));
}

/** GET /api/games/<id or slug>, for an edition too: its `editions` are then its game and the others. */
export const gameRoute =
  (idOrSlug: string): Route =>
  (params) => {
    const query = readQuery('game', params);
    return {
      url: urlOf(`/api/games/${encodeURIComponent(idOrSlug)}`, formatQuery('game', query)),
      cacheControl: CACHED,
      async answer(context) {
        const { release } = context;
        const game = gameOr404(release, idOrSlug);
        const summary = await readSummary(context, game);
        return {
          game: {
            ...gameCard(release, game, query.lang),
            ...(summary !== undefined && { summary }),
            themes: tagNames(release, game, 'theme'),
            keywords: tagNames(release, game, 'keyword'),
            modes: tagNames(release, game, 'mode'),
            perspectives: tagNames(release, game, 'perspective'),
            developers: tagNames(release, game, 'developer'),
            publishers: tagNames(release, game, 'publisher'),
            series: [
              ...new Set([...tagNames(release, game, 'collection'), ...tagNames(release, game, 'franchise')]),
            ],
            engines: tagNames(release, game, 'engine'),
            traits: traitsOf(release, game),
            editions: otherEditions(release, game),
          },
        };
      },
    };
  };
