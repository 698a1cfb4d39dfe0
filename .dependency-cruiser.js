// What may import what. The rooms of functions/src are layered: a room imports from its own layer's rooms below it only.
const LAYERS = [
  ['clock', 'log', 'problem', 'stages', 'streams', 'storage', 'warehouse', 'tables', 'arrays', 'config'],
];
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^(functions|shared|web)/src' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|^tests/golden/[^/]+/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node'], extensions: ['.ts', '.js', '.mjs', '.json', '.svelte'] },
  },
};
