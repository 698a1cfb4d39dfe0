import type { Judgement } from '../evaluate/judgements.ts';
import { readSeed } from '../similarity/seeds.ts';
import { readSpec, readText } from '../tables.ts';
import type { Row, Warehouse } from '../warehouse.ts';
import { ridge, type SparseMatrix } from './ridge.ts';

/** A clue of fewer games is as good as a game's name. */
const MIN_GAMES_OF_CLUE = 3;
/** A concept of fewer games cannot be learned. */
const MIN_GAMES_OF_CONCEPT = 10;
const LAMBDA = 1;
/** A concept counts 1 / √(share of games + this), so that rare ones are learned as well, but not as much as they are rare. */
const SHARE_FLOOR = 0.01;
/** Of each concept only the strongest clues are kept, by weight · games^0.25: a weight that is seldom used matters less. */
const CLUES_OF_CONCEPT = 100;
const USE_EXPONENT = 0.25;
const DECIMALS = 2;
/** Where clues.sql, which is a statement by itself, has the ids of the games. */
const NO_GAMES = 'IN (-1)';

export interface Lexicon {
  /** Rows of the seed `learned_phrases`, in the order of their key. */
  phrases: Row[];
  /** Tagged games that were in the warehouse. */
  games: number;
  concepts: number;
}

/** The games to learn from, in the order of their ids; see {@link concepts}. */
interface Example {
  game: number;
  concepts: ReadonlySet<string>;
}

/**
 * Learns which clues in the records of games speak for what players call them: ridge regression of concepts on clues. LEXICON.md says
 * how and why. The same tables and tags give the same weights.
 *
 * @param warehouse with the tables of similarity
 * @param withheld games that are not learned from, since they are to be measured with
 * @throws Error when fewer than {@link MIN_GAMES_OF_CONCEPT} tagged games are in the warehouse
 */
export async function trainLexicon(
  warehouse: Warehouse,
  tagged: readonly Judgement[],
  withheld: ReadonlySet<number>,
): Promise<Lexicon> {
  const examples = await examplesOf(warehouse, tagged, withheld);
  if (examples.length < MIN_GAMES_OF_CONCEPT) {
    throw new Error(
      `Expected tagged games in the catalogue to learn from, found ${examples.length}. Use a catalogue that has them.`,
    );
  }
  const clues = await readClues(warehouse, examples);
  const concepts = learnable(examples);
  const weights = ridge(clues.matrix, targetsOf(examples, concepts), concepts.length, LAMBDA);
  const phrases = concepts.flatMap((concept, t) =>
    strongest(clues, (clue) => weights[clue * concepts.length + t] ?? 0).map(([clue, weight]) => ({
      concept,
      ...clue,
      weight,
    })),
  );
  return { phrases, games: examples.length, concepts: concepts.length };
}

/** The canonical games that are tagged, with the concepts that their tags mean. */
async function examplesOf(
  warehouse: Warehouse,
  tagged: readonly Judgement[],
  withheld: ReadonlySet<number>,
): Promise<Example[]> {
  const canonical = new Set<number>();
  for await (const { game_id } of warehouse.query('SELECT game_id FROM games WHERE canonical_id = game_id')) {
    canonical.add(Number(game_id));
  }
  const tags = readSeed('train/player_tags.csv', readSpec('train/player_tags.json'));
  const conceptOf = new Map(tags.map(({ tag, concept }) => [tag, String(concept)]));
  return tagged
    .filter(({ igdb_id }) => canonical.has(igdb_id) && !withheld.has(igdb_id))
    .sort((a, b) => a.igdb_id - b.igdb_id)
    .map(({ igdb_id, tags }) => ({
      game: igdb_id,
      concepts: new Set(tags.flatMap((tag) => conceptOf.get(tag) ?? [])),
    }));
}

/** The concepts that enough games have, in order. */
function learnable(examples: readonly Example[]): string[] {
  const games = countedBy(examples.flatMap(({ concepts }) => [...concepts]));
  return [...games.keys()].filter((concept) => (games.get(concept) ?? 0) >= MIN_GAMES_OF_CONCEPT).sort();
}

function targetsOf(examples: readonly Example[], concepts: readonly string[]): Float64Array {
  const targets = new Float64Array(examples.length * concepts.length);
  concepts.forEach((concept, t) => {
    const having = examples.flatMap((example, row) => (example.concepts.has(concept) ? [row] : []));
    const value = 1 / Math.sqrt(having.length / examples.length + SHARE_FLOOR);
    for (const row of having) targets[row * concepts.length + t] = value;
  });
  return targets;
}

interface Clues {
  /** Examples × clues: (1 + ln occurrences) · idf, rows of length 1. */
  matrix: SparseMatrix;
  /** By column. */
  clues: { kind: string; clue: string }[];
  /** By column. */
  games: number[];
  /** By column: ln(1 + examples / games). */
  idf: number[];
}

async function readClues(warehouse: Warehouse, examples: readonly Example[]): Promise<Clues> {
  const ids = examples.map(({ game }) => game).join(', ');
  const found: { game: number; key: string; occurrences: number }[] = [];
  for await (const row of warehouse.query(readText('train/clues.sql').replaceAll(NO_GAMES, `IN (${ids})`))) {
    const { game_id, kind, clue, occurrences } = row;
    found.push({
      game: Number(game_id),
      key: `${String(kind)}\t${String(clue)}`,
      occurrences: Number(occurrences),
    });
  }
  const gamesOf = countedBy(found.map(({ key }) => key));
  const keys = [...gamesOf.keys()].filter((key) => (gamesOf.get(key) ?? 0) >= MIN_GAMES_OF_CLUE).sort();
  const games = keys.map((key) => gamesOf.get(key) ?? 0);
  const idf = games.map((count) => Math.log(1 + examples.length / count));
  const columnOf = new Map(keys.map((key, column) => [key, column]));
  const byGame = Map.groupBy(found, ({ game }) => game);
  const rows = examples.map(({ game }) =>
    (byGame.get(game) ?? [])
      .flatMap(({ key, occurrences }) => {
        const column = columnOf.get(key);
        return column === undefined
          ? []
          : [{ column, value: (1 + Math.log(occurrences)) * (idf[column] ?? 0) }];
      })
      .sort((a, b) => a.column - b.column),
  );
  const clues = keys.map((key) => {
    const [kind = '', clue = ''] = key.split('\t');
    return { kind, clue };
  });
  return { matrix: matrixOf(rows, keys.length), clues, games, idf };
}

/** Each row in a length of 1. */
function matrixOf(rows: { column: number; value: number }[][], columnCount: number): SparseMatrix {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = (start[i] ?? 0) + row.length));
  const scaled = rows.flatMap((row) => {
    const length = Math.hypot(...row.map(({ value }) => value));
    return row.map(({ column, value }) => ({ column, value: value / length }));
  });
  return {
    start,
    columns: Uint32Array.from(scaled, ({ column }) => column),
    values: Float64Array.from(scaled, ({ value }) => value),
    columnCount,
  };
}

/** The clues to keep of a concept with their weights as a game's strength adds them up, in the order of their names. */
function strongest(
  { clues, games, idf }: Clues,
  weightOf: (clue: number) => number,
): [clue: { kind: string; clue: string }, weight: number][] {
  return clues
    .map((clue, column) => {
      const weight = weightOf(column) * (idf[column] ?? 0);
      const use = Math.abs(weightOf(column)) * (games[column] ?? 0) ** USE_EXPONENT;
      return { clue, column, weight: Number(weight.toFixed(DECIMALS)), use };
    })
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => b.use - a.use || a.column - b.column)
    .slice(0, CLUES_OF_CONCEPT)
    .sort((a, b) => a.column - b.column)
    .map(({ clue, weight }) => [clue, weight]);
}

function countedBy(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
