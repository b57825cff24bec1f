/** Where the API is, and the page that describes it. */
export const apiPrefix = '/api/v1';
export const docsPath = `${apiPrefix}/docs`;
