/**
 * The folder in which crash tests say at which point a process shall die.
 * @returns null, always in production: then every failpoint is a function that does nothing
 */
export function readFailpointDirectory(environment: NodeJS.ProcessEnv = process.env) {
  if (environment.NODE_ENV === 'production') return null;
  return environment.FAILPOINT_DIRECTORY || null;
}
