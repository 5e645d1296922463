import { GraphQLError } from 'graphql';

/**
 * Keeps a process alive through rejections that nobody handles although the request that they
 * belong to has its answer. Any other ends the process, as without this.
 */
export function surviveStrayRejections(): void {
  process.on('unhandledRejection', (error) => {
    if (!isFatalForConnection(error) && !isOfField(error)) throw error;
  });
}

/**
 * A connection that breaks while it is being set up: the driver (mariadb 3.4) tells that to whoever
 * waits for the connection, and a second time to nobody.
 */
function isFatalForConnection(error: unknown): boolean {
  return error instanceof Error && 'sqlState' in error && 'fatal' in error && error.fatal === true;
}

/**
 * A field of a list item that failed later than another item did at once: graphql-js (16) answers
 * for the list then, and waits for its other items no more.
 */
function isOfField(error: unknown): boolean {
  return error instanceof GraphQLError && error.path !== undefined;
}
