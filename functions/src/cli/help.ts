import { DEFAULT_PORT } from './options.ts';

export const HELP = `npm start                        everything from nothing: the data, the site and its API
npm run pipeline -- …            ingest, similarity and publish, once; ends with a line of JSON
npm run ingest -- …              fetches games into the warehouse
npm run similarity -- …          builds the tables of the warehouse from them
npm run evaluate -- …            measures how good the lists are; ends with a line of JSON
npm run publish -- …             writes the release that the site reads
npm run serve -- …               site and API over what is published already
npm run query -- "select …"      SQL on the warehouse, read only
npm run igdb-stand-in -- …       a server that speaks IGDB's API over a catalogue

Options come after a lone --, as in npm start -- --port 8080

--catalog FILE    .jsonl or .jsonl.gz with a game record of IGDB's API v4 on each line
                  (default: what the data folder was made from, else the bundled catalogue, or IGDB itself where
                  IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are set)
--data-dir DIR    the data folder (default: a folder below .data, named after the catalogue)
--port N          start, serve, igdb-stand-in: default ${DEFAULT_PORT}, 0 for any free one
--smart           pipeline, ingest: only what changed since the last run
--full            pipeline, ingest: every game (default)
--limit N         pipeline, ingest: at most N games, then go on after them in the next run
--judgements FILE evaluate, pipeline: .jsonl or .jsonl.gz with the tags that players gave a game on each line
--plays FILE      evaluate: .csv or .csv.gz with a user and the id of a game they played on each line
--force           publish, pipeline: although players agree less with the lists than with the last release
--format F        query: table (default), csv or json
`;

/** Whether help is asked for, with whatever else. */
export const asksForHelp = (argv: readonly string[]): boolean =>
  argv[0] === 'help' || argv.includes('--help') || argv.includes('-h');
