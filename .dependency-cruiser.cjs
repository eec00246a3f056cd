/** The import rules of the house, one for each room. An exception is a dated entry with a reason; there is none. */
const rooms = {
  contract: [],
  model: ['contract'],
  lab: ['contract', 'model'],
  electron: ['contract', 'lab'],
  headless: ['contract', 'model', 'lab'],
  renderer: ['contract', 'model'],
}
const all = ['contract', 'model', 'lab', 'electron', 'headless', 'renderer', 'native-probes', 'e2e', 'build', 'docs']

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import ${allowed.join(' and ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: `^(${all.filter((other) => other !== room && !allowed.includes(other)).join('|')})/`,
    pathNot: room === 'renderer' ? '^docs/(experiments|model)/' : undefined,
  },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'model-is-pure',
      comment: 'model/ and contract/ run alike in Node, in a browser and in a worker',
      severity: 'error',
      from: { path: '^(model|contract)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'window-without-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-only-in-its-room',
      comment: 'outside Electron the package tries to download its runtime',
      severity: 'error',
      from: { pathNot: '^electron/' },
      to: { path: '^node_modules/electron/' },
    },
    {
      name: 'lab-without-hosts',
      severity: 'error',
      from: { path: '^lab/' },
      to: { path: '^node_modules/(electron|svelte|commander|ws|sirv)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.json'] },
  },
}
