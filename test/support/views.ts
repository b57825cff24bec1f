/** The address of every view of the panel. */
export const views = [
  '/',
  '/editor',
  '/graph',
  '/preview',
  '/versions',
  '/statistics',
  '/broadcasts',
  '/people',
  '/access',
  '/settings',
];
