/** What the browser's tab, bookmarks and search engines show of a page. */
export interface PageInfo {
  title: string;
  description: string;
}

const SITE = 'Playkin';

export const START_INFO: PageInfo = {
  title: `${SITE} – games most like the ones you love`,
  description: 'Type a game you love and see the games most like it, and why each of them is there.',
};

export const ABOUT_INFO: PageInfo = {
  title: `How it works – ${SITE}`,
  description: 'Where the game data comes from, how Playkin finds similar games, and what it does not use.',
};

export const API_INFO: PageInfo = {
  title: `The API – ${SITE}`,
  description: 'What can be asked of Playkin, parameter by parameter, and what it answers.',
};

/** Of a page that says what went wrong: its title is its heading. */
export const errorInfo = (heading: string): PageInfo => ({
  title: `${heading} – ${SITE}`,
  description: START_INFO.description,
});

/** Shown until the names are known. */
export const LOADING_INFO: PageInfo = {
  title: SITE,
  description: START_INFO.description,
};

export const resultsInfo = (games: string): PageInfo => ({
  title: `Games like ${games} – ${SITE}`,
  description: `The games most like ${games}, and the traits that make them so.`,
});

/** @param heading of a list that no game is picked for */
export const traitsInfo = (heading: string): PageInfo => ({
  title: `${heading} – ${SITE}`,
  description: `${heading}, and the traits that make each one fit.`,
});

export const gameInfo = (name: string, summary: string | undefined): PageInfo => ({
  title: `${name} – ${SITE}`,
  description: summary ?? `What ${name} is, and the games most like it.`,
});

/** Writes the information into the document's head. */
export function showInfo(document: Document, { title, description }: PageInfo): void {
  document.title = title;
  document.querySelector('meta[name="description"]')?.setAttribute('content', description);
}
