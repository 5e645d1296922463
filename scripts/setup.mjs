// Runs one of this project's TypeScript commands: `node scripts/setup.mjs FILE.ts [arguments]`.
// Plain JavaScript without dependencies, because it must run on the machine's own Node (20 or
// newer) in a clone where nothing is installed yet. It installs what package-lock.json asks for,
// then hands over to the project's own Node 24, which runs TypeScript directly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PROJECT_NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');

/**
 * Node keeps here what it has compiled. From the second start on no process has to load the
 * compiler of TypeScript, which would take up some 25 MB of its memory for ever.
 */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'node');

/** Commands that develop, test or measure need packages that running does not. */
const NEEDS_ALL = /^(?:bench|tests|engines|scripts\/(?:contract|develop|stack\/start-hive))\//;
/** People hear this often that the installation goes on, in ms. */
const PROGRESS_MS = 5_000;

/** npm's own record of what is in node_modules, by path; {} when there is none. */
function presentPackages() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : {};
}

/** The packages of package-lock.json that must be there, by path. */
function wantedPackages(omitsDev) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const wanted = Object.entries(packages).filter(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return false;
    return !(omitsDev && entry.dev);
  });
  return Object.fromEntries(wanted);
}

/** True when node_modules holds exactly what package-lock.json asks for, judged by npm's record. */
function isInstalled(omitsDev) {
  if (!existsSync(PROJECT_NODE)) return false;
  const present = presentPackages();
  return Object.entries(wantedPackages(omitsDev)).every(
    ([path, { version }]) => present[path]?.version === version,
  );
}

/**
 * Installs without install scripts, then lets only the runtime fetch its binary: needs no host but
 * the npm registry, on every npm version. Not `npm ci`: that empties node_modules under programs
 * that are running.
 */
async function install(omitsDev) {
  const startedAtMs = Date.now();
  const tookS = () => ((Date.now() - startedAtMs) / 1000).toFixed(0);
  const paths = Object.keys(wantedPackages(omitsDev));
  const total = paths.length;
  process.stdout.write(`Installing ${total} packages …\n`);
  const progress = setInterval(() => {
    const here = paths.filter((path) => existsSync(join(ROOT, path, 'package.json'))).length;
    process.stdout.write(`  ${here} of ${total} (${tookS()} s)\n`);
  }, PROGRESS_MS);
  const omit = omitsDev ? ['--omit=dev'] : ['--include=dev'];
  for (const args of [
    ['install', '--no-save', ...omit, '--ignore-scripts', '--no-audit', '--no-fund'],
    ['rebuild', 'node', '--ignore-scripts=false'],
  ]) {
    const npm = spawn('npm', [...args, '--loglevel=error'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // Without an exit it could not be started at all.
    const [status] = await once(npm, 'exit').catch(() => [null]);
    if (status !== 0) {
      fail(
        `npm ${args[0]} failed: read npm's message above (none: install npm), then run this command again.`,
      );
    }
  }
  clearInterval(progress);
  process.stdout.write(`Dependencies installed (${tookS()} s)\n`);
}

/** The comment at the head of a command's file: it says what the command does, and how. */
function helpOf(script) {
  const lines = readFileSync(join(ROOT, script), 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => `${line.replace(/^\/\/ ?/, '')}\n`)
    .join('');
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Runs the command and passes signals on. The IPC channel lets it notice if this process dies. */
function run(script, args) {
  const child = spawn(PROJECT_NODE, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let isStopping = false;
  const stop = (signal) => {
    isStopping = true;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  // A killed npm passes no signal on; its death shows as another parent. One that has passed a
  // signal on may end first: a second signal would force what is stopping gracefully.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && !isStopping && stop('SIGTERM'), 1_000).unref();
  }
  child.on('error', (error) => fail(`Cannot run ${PROJECT_NODE}: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
}

const [wanted, ...rest] = process.argv.slice(2);
if (wanted === undefined) fail('Usage: node scripts/setup.mjs SCRIPT [arguments]');
if (Number.parseInt(process.versions.node, 10) < 20) {
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer, then run this again.`);
}
if (rest.includes('--help')) {
  process.stdout.write(helpOf(wanted));
  process.exit(0);
}
if (process.platform === 'win32') {
  fail('Windows itself is not supported: run this in WSL2 (wsl --install), in a folder of Linux.');
}
// Nothing that is there is taken away: another command needs it.
const hasDev = Object.values(presentPackages()).some(({ dev }) => dev === true);
const omits = !hasDev && !NEEDS_ALL.test(wanted);
if (!isInstalled(omits)) await install(omits);
run(wanted, rest);
