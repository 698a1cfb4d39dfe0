import { fold } from '@playkin/shared/fold.ts';

export interface Title {
  /** Whatever the catalogue knows the game by: a number or an id. */
  game: number;
  name: string;
  /** Year of first release; absent when unknown. */
  year?: number;
  /** How many users rated it. */
  ratings: number;
}

const WITH_YEAR = /^(.+) \((\d{4})\)$/;

/** Finds the game that people mean by `Name` or `Name (year)`: of those of that name and year the most rated, then the first. */
export function titleIndex(titles: Iterable<Title>): (spelled: string) => number | undefined {
  const byName = new Map<string, Title[]>();
  for (const title of titles) {
    const name = fold(title.name);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [title]);
    else namesakes.push(title);
  }
  return (spelled) => {
    const [, name = spelled, year] = WITH_YEAR.exec(spelled) ?? [];
    const [first, ...others] = (byName.get(fold(name)) ?? []).filter(
      (title) => year === undefined || title.year === Number(year),
    );
    if (first === undefined) return undefined;
    return others.reduce((best, title) => (title.ratings > best.ratings ? title : best), first).game;
  };
}
