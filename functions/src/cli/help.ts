import { DESCRIPTIONS } from '../stand-in/faults/faults.ts';
import { MEANINGS } from './exit-code.ts';
import { DEFAULT_PORT } from './options.ts';

const faults = DESCRIPTIONS.map(([label, description]) => `  ${label.padEnd(18)}${description}\n`);
const exitCodes = Object.entries(MEANINGS)
  .map(([code, meaning]) => `${code.padEnd(9)} ${meaning}\n`)
  .join('');

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
--replay DIR      ingest: from the raw pages that earlier runs have kept, in place of IGDB: DIR/bucket/raw/games of a data
                  folder or a copy of a bucket's raw/games, or one date=… or run=… of it
--allow-drift     pipeline, ingest: take what IGDB sends although fields it used to fill have become empty, or many
                  games are gone
--dry-run         ingest: say which games would be fetched and how long that takes, and do nothing
--judgements FILE evaluate, pipeline: .jsonl or .jsonl.gz with the tags that players gave a game on each line
--plays FILE      evaluate: .csv or .csv.gz with a user and the id of a game they played on each line
--force           publish, pipeline: although players agree less with the lists than with the last release
--format F        query: table (default), csv or json
--fault F         igdb-stand-in: NAME[:WHEN], what goes wrong (may be given several times) and when: at a request
                  (cut-body:7), at several (too-many-requests:5-9, blocked:5-), or by chance (hang:0.05); default: at
                  every request. Requests for tokens are counted apart from the others.
--seed N          igdb-stand-in: other requests for faults by chance; the same N, the same requests (default 1)

Ctrl-C (or SIGTERM) stops an ingest at the end of a page: what has come is stored, and the next run goes on from there.
A second one, and one during anything else, ends the command at once; what was half done is done again by the next run.

Exit codes
${exitCodes}
Faults
${faults.join('')}`;

/** Whether help is asked for, with whatever else. */
export const asksForHelp = (argv: readonly string[]): boolean =>
  argv[0] === 'help' || argv.includes('--help') || argv.includes('-h');
