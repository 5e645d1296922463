/**
 * Keeps a process alive when a database connection breaks while it is being set up. The driver
 * (mariadb 3.4) tells that to whoever waits for the connection, and a second time to nobody: an
 * unhandled rejection, which would end the process although its caller handles the error.
 */
export function surviveBrokenConnectionSetUp(): void {
  process.on('unhandledRejection', (error) => {
    // Whatever else nobody handled ends the process, as without this.
    if (!isFatalForConnection(error)) throw error;
  });
}

function isFatalForConnection(error: unknown): boolean {
  return error instanceof Error && 'sqlState' in error && 'fatal' in error && error.fatal === true;
}
