/**
 * Which way dependencies may run: `docs/architecture.md` in a form that a machine checks.
 *
 * `roles → actions, routes, jobs → use cases → store, rules → platform`. Tests stand outside: they may reach anything.
 */
const tests = '\\.test\\.tsx?$|^src/.*testing\\.ts$';
const rules = '^src/.+/rules(/|\\.ts$)';
const store = '^src/.+/store(/|\\.ts$)';
/** Of a feature; `roles/actions.ts` gathers them. */
const edges = '^src/(?!roles/)[^/]+/(actions|routes|jobs)(/|\\.ts$)';
/** What carries only types, shapes and words, looks at plain values or remembers them, and so may be used everywhere. */
const vocabulary = '^src/(platform/(ids|is-record|lately-used|moments|storable-text)\\.ts|texts/|.+/schema\\.ts)';

/** Packages that talk to something outside the process, and the one folder that may use each. */
const adapters = [
  { packages: 'pg|@electric-sql/pglite', folder: '^src/platform/database/' },
  { packages: 'grammy', folder: '^src/telegram/' },
  { packages: 'prom-client|pino', folder: '^src/platform/telemetry/' },
  { packages: 'ioredis', folder: '^src/platform/cache/' },
  { packages: 'rabbitmq-client|@platformatic/kafka', folder: '^src/platform/broker/' },
  { packages: '@aws-sdk', folder: '^src/platform/objects/' },
];

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'product-apart-from-its-tests',
      comment: 'What is shipped never needs test/, bench/, scripts/ or a development dependency.',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: tests },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'product-without-development-packages',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-apart-from-server',
      comment: 'A page shares shapes and types with the server, never code that runs there.',
      severity: 'error',
      from: { path: '^web/', pathNot: tests },
      to: { path: '^src/', pathNot: vocabulary, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-apart-from-pages',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '^web/' },
    },
    {
      name: 'rules-touch-only-rules',
      severity: 'error',
      from: { path: rules, pathNot: tests },
      to: { path: '^src/', pathNot: [rules, vocabulary] },
    },
    {
      name: 'rules-are-pure',
      comment: 'No I/O, no framework: a rule is a function of its arguments.',
      severity: 'error',
      from: { path: rules, pathNot: tests },
      to: {
        path: '^(node:)?(fs|net|http|https|http2|dns|tls|child_process|worker_threads|timers)(/|$)|node_modules/(fastify|@fastify|kysely|undici)/',
      },
    },
    {
      name: 'stores-touch-only-the-database',
      comment: 'And rules. Types of what it keeps may come from its feature.',
      severity: 'error',
      from: { path: store, pathNot: tests },
      to: {
        path: '^src/',
        pathNot: ['^src/platform/database/', store, rules, vocabulary],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: tests },
      to: { path: '^src/', pathNot: ['^src/platform/', '^src/config\\.ts$'] },
    },
    {
      name: 'only-roles-wire-edges',
      comment: 'Use cases, rules and stores do not know who calls them.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [tests, edges, '^src/roles/'] },
      to: { path: edges },
    },
    {
      name: 'only-the-command-line-starts-roles',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/main\\.ts$', '^src/commands/', '^src/roles/'] },
      to: { path: '^src/roles/' },
    },
    ...adapters.map(({ packages, folder }) => ({
      name: `adapter-in-its-place: ${packages}`,
      comment: 'Adapters are chosen in one place, at start; everything else meets the port.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, folder] },
      to: { path: `node_modules/(${packages})/`, dependencyTypesNot: ['type-only'] },
    })),
  ],
  options: {
    // TypeScript 7 has no API for tools; swc reads the same syntax, type imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/panel/dist|coverage|data)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
};
