import { GAME_REFERENCE } from '@playkin/shared/parameter-kinds.ts';
import { MAX_LIMIT, MAX_SEEDS, PARAMETERS } from '@playkin/shared/parameters.ts';
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
  if (parameter === 'like' || parameter === 'unlike') {
    const good = valuesOf(params, parameter).filter((reference) => GAME_REFERENCE.test(reference));
    params.set(parameter, good.slice(0, MAX_SEEDS).join(','));
  } else {
    params.delete(parameter);
  }
  if (params.get('unlike') === '') params.delete('unlike');
  const left = (params.get('like') ?? '') !== '';
  // A comma needs no escape in a query string, and people read these addresses.
  return { says, without: left ? `/?${String(params).replaceAll('%2C', ',')}` : undefined };
}

function sayingOf(params: URLSearchParams, parameter: string): string {
  const values = valuesOf(params, parameter);
  const [value = ''] = values;
  const entry = parameter in PARAMETERS ? PARAMETERS[parameter as keyof typeof PARAMETERS] : undefined;
  const shown = listed(values.slice(0, SHOWN_VALUES).map(inQuotes));
  if (parameter === 'like' || parameter === 'unlike') {
    return values.length > MAX_SEEDS
      ? `A list is made of at most ${MAX_SEEDS} games, and this address names ${values.length}.`
      : 'One of the games in this address is spelt in a way that no game is.';
  }
  if (entry?.kind !== 'tags' && params.getAll(parameter).length > 1)
    return `It says “${parameter}” more than once.`;
  if (parameter === 'from' || parameter === 'to') {
    return /^\d{4}$/.test(value)
      ? `It asks for games from ${value} on, but only up to ${inQuotes(params.get('to') ?? '')}.`
      : `It asks for the year ${inQuotes(value)}, which is no year of four digits.`;
  }
  if (parameter === 'limit') return `A list has 1 to ${MAX_LIMIT} games, and it asks for ${inQuotes(value)}.`;
  if (parameter === 'lang') return `Playkin knows no names of games in a language called ${inQuotes(value)}.`;
  if (entry?.kind === 'tags') {
    return values.length > 1
      ? `Playkin does not know all of these ${entry.plural}: ${shown}.`
      : `Playkin knows no ${entry.label.toLowerCase()} called ${shown}.`;
  }
  return `It asks for “${parameter}” to be ${shown}, which Playkin does not know.`;
}
