import { MAX_GAME_WEIGHT } from '@playkin/shared/parameter-kinds.ts';
import { PARAMETERS } from '@playkin/shared/parameters.ts';
import { parseQuery } from '@playkin/shared/query.ts';
import { routeOf } from './route.ts';
import { listed } from './wording.ts';

/** What is wrong with the address of a list, in a visitor's words, and how to go on. */
export interface AddressFault {
  says: string;
  /** The path of the list without what is wrong; undefined where nothing is left to make a list of. */
  without: string | undefined;
}

/** Of values in an address; who sends it may have made it as long as they like. */
const SHOWN_LENGTH = 40;
const SHOWN_VALUES = 3;

const inQuotes = (value: string) => {
  const letters = [...value];
  return `“${letters.length > SHOWN_LENGTH ? `${letters.slice(0, SHOWN_LENGTH).join('')}…` : value}”`;
};

const valuesOf = (params: URLSearchParams, name: string) =>
  params.getAll(name).flatMap((text) => text.split(',').map((item) => item.trim()));

/** @param parameter the one at fault, as the parser or the API names it */
export function addressFault(path: string, parameter: string): AddressFault {
  const params = new URLSearchParams(path.split('?', 2)[1]);
  const says = sayingOf(params, parameter);
  const entry = entryOf(parameter);
  // Of games that are named, those that may be meant stay.
  const good = entry?.kind === 'games' ? goodGames(params, parameter).slice(0, entry.most) : [];
  if (good.length > 0) params.set(parameter, good.join(','));
  else params.delete(parameter);
  // As homePath writes them.
  const left = `/?${String(params).replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
  return { says, without: routeOf(left).page === 'start' ? undefined : left };
}

const entryOf = (parameter: string) =>
  parameter in PARAMETERS ? PARAMETERS[parameter as keyof typeof PARAMETERS] : undefined;

/** A game whose weight alone is wrong stays without it. */
const goodGames = (params: URLSearchParams, parameter: string) =>
  valuesOf(params, parameter).flatMap((game) => {
    const [reference = ''] = game.split(':', 1);
    return [game, reference].find((text) => isGame(parameter, text)) ?? [];
  });

const isGame = (parameter: string, text: string) =>
  'query' in parseQuery('recommend', new URLSearchParams({ like: '1', [parameter]: text }));

function sayingOf(params: URLSearchParams, parameter: string): string {
  const entry = entryOf(parameter);
  const values = valuesOf(params, parameter);
  const [value = ''] = values;
  const shown = listed(values.slice(0, SHOWN_VALUES).map(inQuotes));
  switch (entry?.kind) {
    case 'games': {
      if (values.length > entry.most) {
        return `It names ${values.length} games as “${parameter}”, of which a list takes at most ${entry.most}.`;
      }
      const bad = values.find((game) => !isGame(parameter, game)) ?? '';
      return isGame(parameter, bad.split(':', 1)[0] ?? '')
        ? `A game can count up to ${MAX_GAME_WEIGHT} times as much as another, which ${inQuotes(bad)} does not say.`
        : `No game has an address such as ${inQuotes(bad)}.`;
    }
    case 'tags':
      return values.length > 1
        ? `Playkin does not know all of these ${entry.plural}: ${shown}.`
        : `Playkin knows no ${entry.label.toLowerCase()} called ${shown}.`;
    case 'traits':
      return values.length > 1
        ? `Playkin does not know all of these traits: ${shown}.`
        : `Playkin knows no trait called ${shown}.`;
  }
  // It can be understood by itself, and the API refuses it all the same.
  if ('query' in parseQuery('recommend', params)) return `For this list “${parameter}” cannot be ${shown}.`;
  if (params.getAll(parameter).length > 1) return `It says “${parameter}” more than once.`;
  if (parameter === 'from' || parameter === 'to') {
    return /^\d{4}$/.test(value)
      ? `It asks for games from ${value} on, but only up to ${inQuotes(params.get('to') ?? '')}.`
      : `It asks for the year ${inQuotes(value)}, which is no year of four digits.`;
  }
  if (parameter === 'lang') return `Playkin knows no names of games in a language called ${inQuotes(value)}.`;
  if (entry?.kind === 'integer' || entry?.kind === 'decimal') {
    return `It asks for “${parameter}” to be ${shown}, which can be ${entry.least} to ${entry.most}.`;
  }
  return `It asks for “${parameter}” to be ${shown}, which Playkin does not know.`;
}
