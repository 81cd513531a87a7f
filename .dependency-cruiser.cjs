// The house plan inside and between packages, as rules; `npm run check -- imports` enforces them.
// turbo boundaries guards what a package.json may declare; these guard what a file may import.
const tests = '\\.test\\.ts$|/testing/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or lack a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'api-runs-in-a-browser',
      comment: 'packages/api is loaded by the console: no Node built-in, no server code.',
      from: { path: '^packages/api/src', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'api-stands-alone',
      comment: 'Everybody imports packages/api; it imports zod and nothing else.',
      from: { path: '^packages/api/src', pathNot: tests },
      to: { pathNot: ['^packages/api/src', 'node_modules/zod/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'prisma-in-the-store-only',
      comment: 'One package speaks to the database through Prisma.',
      from: { pathNot: '^packages/store/' },
      to: { path: 'node_modules/(@prisma|prisma)/' },
    },
    {
      name: 'pg-at-the-edges-only',
      comment: 'The starter asks a server whether it answers; benchmarks use the bare driver as their peer.',
      from: { pathNot: ['^packages/store/', '^apps/cli/src/postgres/', '^bench/', tests] },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'main-constructs',
      comment: 'Only the composition root opens the store.',
      from: { path: '^apps/control-plane/src', pathNot: ['/main\\.ts$', tests] },
      to: {
        path: '^packages/store/src',
        pathNot: '^packages/store/src/(object-store|cipher|store-error)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'apps-never-import-apps',
      comment: 'Apps are processes; they meet on sockets.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'tests-drive-from-outside',
      comment: 'e2e and bench use the product as its users do.',
      from: { path: '^(e2e|bench)/' },
      to: { path: '^(apps|packages/(?!api/))' },
    },
    {
      name: 'nothing-imports-e2e',
      comment: 'Nothing of the product leans on its outer tests.',
      from: { path: '^(apps|packages)/' },
      to: { path: '^(e2e|bench|tooling)/' },
    },
    {
      name: 'controllers-are-pure',
      comment: 'A controller decides; the runner acts. No I/O, no clock, no road around ResourceClient.',
      from: { path: '^apps/control-plane/src/controllers', pathNot: [tests, 'controllers/index\\.ts$'] },
      to: { path: '^(apps/control-plane/src/(?!controllers/)|packages/store/)' },
    },
    {
      name: 'controllers-do-no-io',
      comment: 'See controllers-are-pure.',
      from: { path: '^apps/control-plane/src/controllers', pathNot: [tests, 'controllers/index\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'registry-below-rest',
      comment: 'The registry serves REST and controllers alike; it knows neither HTTP nor a socket.',
      from: { path: '^apps/control-plane/src/(registry|admission)/', pathNot: tests },
      to: { path: '^apps/control-plane/src/(rest|controllers|pki)/' },
    },
    {
      name: 'rest-above-the-store',
      comment: 'Requests go through the registry, never to the store.',
      from: { path: '^apps/control-plane/src/rest/', pathNot: tests },
      to: { path: '^packages/store/src', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'schema-knows-no-kinds',
      comment: 'What is generic over kinds may not know one.',
      from: { path: '^packages/api/src/(schema|patch|apply|selectors)/', pathNot: tests },
      to: { path: '^packages/api/src/kinds/(?!define-kind\\.ts)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|fixtures)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
