/**
 * What may import what. `npm run check` runs it.
 *
 * The rooms of functions/src, from the lowest layer to the roots. A file imports from its own room and from lower layers only,
 * so a reader follows the data from IGDB to the site without going back.
 */
const LAYERS = [
  ['clock', 'repository', 'stages', 'streams', 'arrays', 'config'],
  ['log', 'problem', 'storage', 'warehouse'],
  ['tables', 'release'],
  ['adapters', 'catalogue', 'igdb', 'runs'],
  ['progress', 'stand-in'],
  ['ingest', 'evaluate', 'recommend'],
  ['similarity'],
  ['publish', 'train'],
  ['cli'],
  ['cloud', 'local'],
];

const path = (rooms) => `^functions/src/(${rooms.join('|')})(/|\\.ts$)`;
const roomsFrom = (layer) => LAYERS.slice(layer).flat();

/** One rule a room: it may not import from the other rooms of its layer, nor from the layers above. */
const noArrowUpward = LAYERS.flatMap((rooms, layer) =>
  rooms.map((room) => ({
    name: `${room}-imports-lower-layers-only`,
    severity: 'error',
    from: { path: path([room]) },
    to: { path: path(roomsFrom(layer).filter((other) => other !== room)) },
  })),
);

const DRIVERS = 'node_modules/(@google-cloud/(bigquery|storage)|@duckdb)/';

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-circles-between-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    ...noArrowUpward,
    {
      name: 'every-room-has-a-layer',
      comment: 'A new room of functions/src is added to LAYERS.',
      severity: 'error',
      from: { path: '^functions/src/', pathNot: path(LAYERS.flat()) },
      to: {},
    },
    {
      name: 'recommend-knows-the-release-only',
      severity: 'error',
      from: { path: '^functions/src/recommend/' },
      to: {
        path: '^functions/src/',
        pathNot: path(['recommend', 'release', 'arrays', 'clock', 'log', 'problem', 'storage', 'stages']),
      },
    },
    {
      name: 'only-roots-choose-adapters',
      severity: 'error',
      from: { path: '^functions/src/', pathNot: path(['adapters', 'cloud', 'local']) },
      to: { path: `^functions/src/adapters/|${DRIVERS}` },
    },
    {
      name: 'shared-is-pure',
      comment: 'It runs in the browser too.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|web|tests)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'shared-uses-nothing-of-node',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'web-talks-http',
      comment: 'The site knows the functions over HTTP only.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(functions|tests)/' },
    },
    {
      name: 'web-uses-nothing-of-node',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sources-know-no-tests',
      severity: 'error',
      from: { path: '^(functions|shared|web)/' },
      to: { path: '^tests/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default', 'svelte'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.svelte', '.d.ts'],
    },
  },
};
