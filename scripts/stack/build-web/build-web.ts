// `npm run web:build`: builds the page of the browser into web/dist and compresses it, where its
// sources changed. `npm start` does it by itself.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashInputs, isStamped, writeStamp } from '../../contract/generate/stamp.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { compressFiles } from './compress-files.ts';

const BUILT = join('web', 'dist');
/** Written last, and replaced with all that it speaks of. */
const STAMP = '.inputs';
/** Tells the server of the page which other origin the page may call. */
const GATEWAY_FILE = '.gateway';
const VITE = join(REPOSITORY_ROOT, 'node_modules', 'vite', 'bin', 'vite.js');

/** Folders of `web/` that the page is not made of. */
const NO_INPUTS: ReadonlySet<string> = new Set(['dist', 'server']);

export interface BuildOptions {
  /** The top of the repository. */
  root?: string;
  /** With the page of the chaos test, which production has not got at all. */
  hasChaos?: boolean;
}

/**
 * Builds the page unless `web/dist` was made from exactly what is there now.
 * @throws OperatorError with the messages of the build when it fails; what was there before stays
 */
export async function buildWebIfStale(options: BuildOptions = {}): Promise<'built' | 'current'> {
  const { root = REPOSITORY_ROOT, hasChaos = false } = options;
  const gateway = process.env['VITE_API_GATEWAY_URL'] || null;
  if (gateway !== null && !URL.canParse(gateway)) {
    throw new OperatorError('VITE_API_GATEWAY_URL must be an http address.');
  }
  const variants = [...(gateway === null ? [] : [gateway]), ...(hasChaos ? ['chaos'] : [])];
  const hash = [inputsHash(root), ...variants].join(' ');
  const target = join(root, BUILT);
  if (isStamped(join(target, STAMP), hash)) return 'current';

  // Beside the target, so that it can be moved there at once when it is whole.
  const building = join(root, 'node_modules', '.cache', `web-${process.pid}`);
  try {
    await runVite(root, building, hasChaos);
    await compressFiles(building);
    if (gateway !== null) {
      writeFileSync(join(building, GATEWAY_FILE), new URL(gateway).origin);
    }
    writeStamp(join(building, STAMP), hash);
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return 'built';
}

/** The sources, how they are built, and the versions of all packages. */
function inputsHash(root: string): string {
  const web = join(root, 'web');
  const sources = existsSync(web) ? readdirSync(web).sort() : [];
  const paths = [
    ...sources.filter((name) => !NO_INPUTS.has(name)).map((name) => join('web', name)),
    'vite.config.ts',
    'package-lock.json',
  ];
  return hashInputs(paths, root);
}

async function runVite(root: string, outDir: string, hasChaos: boolean): Promise<void> {
  if (!existsSync(VITE)) {
    throw new OperatorError('vite is not installed: run npm install, then this command again.');
  }
  try {
    await promisify(execFile)(
      process.execPath,
      [VITE, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
      // Any other environment would build the slow form of React that is for its developers.
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production', VITE_CAOS: hasChaos ? 'on' : 'off' },
      },
    );
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new OperatorError(`The page does not build:\n${stderr}${stdout}`.trim());
  }
}

if (import.meta.main) {
  await runCommand(async () => {
    readArguments('npm run web:build');
    const outcome = await buildWebIfStale();
    process.stdout.write(outcome === 'built' ? `Built ${BUILT}\n` : 'Up to date\n');
  });
}
