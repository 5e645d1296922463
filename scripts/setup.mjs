// Runs one of this project's TypeScript commands: `node scripts/setup.mjs FILE.ts [arguments]`.
// Plain JavaScript without dependencies, because it must run on the machine's own Node (20 or
// newer) in a clone where nothing is installed yet. It installs what package-lock.json asks for,
// then hands over to the project's own Node 24, which runs TypeScript directly.
import { spawn, spawnSync } from 'node:child_process';
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

/**
 * True when node_modules holds exactly what package-lock.json asks for, judged by npm's own record.
 */
function isInstalled() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(PROJECT_NODE)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const omitsDev = process.env.NODE_ENV === 'production';
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true;
    if (omitsDev && entry.dev) return true;
    return present[path]?.version === entry.version;
  });
}

/**
 * Installs without install scripts, then lets only the runtime fetch its binary: needs no host but
 * the npm registry, on every npm version. Not `npm ci`: that refuses a lock file which lacks
 * optional packages for other platforms, and it empties node_modules under programs that are
 * running.
 */
function install() {
  const startedAtMs = Date.now();
  process.stdout.write('Installing dependencies …\n');
  for (const args of [
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'],
  ]) {
    const { status } = spawnSync('npm', args, {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) {
      fail(`npm ${args[0]} failed: read npm's message above, then run this command again.`);
    }
  }
  const tookS = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(`Dependencies installed (${tookS} s)\n`);
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
if (!isInstalled()) install();
run(wanted, rest);
