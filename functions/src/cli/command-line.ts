import type { Arguments } from './arguments.ts';

/** What to type for the same command again. */
export function commandLine(args: Arguments): string {
  const { command, mode, limit, allowDrift } = args;
  const npm = command === 'start' ? 'npm start' : `npm run ${command}`;
  const takesMode = command === 'pipeline' || command === 'ingest';
  const options = [
    ...(takesMode && mode === 'smart' ? ['--smart'] : []),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(allowDrift ? ['--allow-drift'] : []),
    ...placeOptions(args),
  ];
  return options.length === 0 ? npm : `${npm} -- ${options.join(' ')}`;
}

/** The options that name the catalogue and the data folder, as a shell reads them. */
export const placeOptions = ({ catalog, dataDir }: Pick<Arguments, 'catalog' | 'dataDir'>): string[] => [
  ...(catalog === undefined ? [] : ['--catalog', quoted(catalog)]),
  ...(dataDir === undefined ? [] : ['--data-dir', quoted(dataDir)]),
];

const quoted = (path: string) =>
  /^[\p{L}\p{N}_./:@%+,=-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
