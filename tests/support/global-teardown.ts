import './global-setup.ts';

/** Runs once, after the last test, also when tests failed. */
export default async function tearDown(): Promise<void> {
  await globalThis.electroplusTestServer?.stop();
}
