// Last line of `.ci/run`: adds Jest's tests and the steps of `npm run check` to one count.
// Usage: node ci-summary.mjs TESTS.json TESTS_EXIT_CODE CHECKS.json CHECKS_EXIT_CODE
import { existsSync, readFileSync } from 'node:fs';

const [testsFile, testsExit, checksFile, checksExit] = process.argv.slice(2);

const tests = read(testsFile);
const checks = read(checksFile) ?? [];
const counts = [
  {
    passed: tests?.numPassedTests ?? 0,
    // A file that does not even load has no tests to count.
    failed: (tests?.numFailedTests ?? 0) + (tests?.numRuntimeErrorTestSuites ?? 0),
    exit: testsExit,
  },
  {
    passed: checks.filter(({ ok }) => ok).length,
    failed: checks.filter(({ ok }) => !ok).length,
    exit: checksExit,
  },
].map((part) => {
  // Nothing ran, or something outside of the tests failed: that is a failure too.
  const isBroken = part.passed + part.failed === 0 || (part.failed === 0 && part.exit !== '0');
  return { passed: part.passed, failed: isBroken ? part.failed + 1 : part.failed };
});

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
