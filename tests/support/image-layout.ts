// A folder with all that the Dockerfile copies: the image without an engine.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, matchesGlob, posix, relative } from 'node:path';
import { z } from 'zod';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';

interface Instruction {
  word: string;
  rest: string;
}

/** Of the second stage; another one must be understood here first. */
const UNDERSTOOD = ['FROM', 'WORKDIR', 'ENV', 'COPY', 'USER', 'HEALTHCHECK', 'CMD'];

/** Programs of the system, which the tests find on their own. */
const INSTALLATION = /^apt-get update\b/;

export interface Dockerfile {
  /** Commands of the first stage that are run with Node, in order. */
  buildScripts: string[][];
  /** Dependencies that are removed before the packages are pruned. */
  removedDependencies: string[];
  /** Paths below the top, the same in the first stage and in the image. */
  copied: string[];
  environment: Record<string, string>;
  healthCheck: string[];
}

/**
 * Reads a Dockerfile of two stages.
 * @throws Error for a second stage that says something unknown here
 */
export function readDockerfile(text: string): Dockerfile {
  const instructions = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line): Instruction[] => {
      const [, word, rest] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
      return word === undefined || rest === undefined ? [] : [{ word, rest }];
    });
  const second = instructions.findLastIndex(({ word }) => word === 'FROM');
  const image = instructions.slice(second);
  const unknown = image.find(({ word, rest }) => {
    return !UNDERSTOOD.includes(word) && !(word === 'RUN' && INSTALLATION.test(rest));
  });
  if (unknown !== undefined) throw new Error(`the image has a line of ${unknown.word}`);
  const of = (word: string) => image.flatMap((line) => (line.word === word ? [line.rest] : []));
  const commands = instructions
    .slice(0, second)
    .flatMap(({ word, rest }) => (word === 'RUN' ? rest.split('&&') : []))
    .map((command) => command.trim().split(/\s+/));
  return {
    buildScripts: commands.flatMap(([program, ...args]) => (program === 'node' ? [args] : [])),
    removedDependencies: commands
      .filter((command) => command.join(' ').startsWith('npm pkg delete '))
      .flatMap((command) => command.slice(3).map((name) => name.replace(/^dependencies\./, ''))),
    copied: of('COPY').map(copiedPath),
    environment: Object.fromEntries(
      of('ENV').flatMap((rest) => rest.split(/\s+/).map((pair) => pair.split(/=(.*)/, 2))),
    ),
    healthCheck: z
      .array(z.string())
      .parse(JSON.parse(/CMD (\[.*\])/.exec(of('HEALTHCHECK')[0] ?? '')?.[1] ?? '')),
  };
}

/** `--from=build /app/common common` and its like: from a path to the same path. */
function copiedPath(rest: string): string {
  const [, from, to = ''] = /^--from=build \/app\/(\S+) (\S+)$/.exec(rest) ?? [];
  const isSame = from === to || from === posix.join(to, posix.basename(from ?? ''));
  if (from === undefined || !isSame) throw new Error(`COPY ${rest} is not understood`);
  return from;
}

/**
 * Makes both stages in a folder, as `docker build` would: the context with what is generated, and
 * the image.
 * @returns the folder of the image
 */
export function layOutImage(directory: string, dockerfile: Dockerfile): string {
  const build = join(directory, 'build');
  const image = join(directory, 'image');
  copyContext(build);
  symlinkSync(join(REPOSITORY_ROOT, 'node_modules'), join(build, 'node_modules'));
  for (const args of dockerfile.buildScripts) {
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: build, encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  }
  const packages = keptPackages(dockerfile.removedDependencies);
  for (const path of dockerfile.copied) {
    mkdirSync(dirname(join(image, path)), { recursive: true });
    if (path === 'node_modules') linkPackages(packages, join(image, path));
    else cpSync(join(build, path), join(image, path), { recursive: true });
  }
  return image;
}

/** The repository without what .dockerignore names. */
function copyContext(to: string): void {
  const ignored = readFileSync(join(REPOSITORY_ROOT, '.dockerignore'), 'utf8').trim().split('\n');
  cpSync(REPOSITORY_ROOT, to, {
    recursive: true,
    filter: (source) => {
      const path = relative(REPOSITORY_ROOT, source);
      return !ignored.some((pattern) => matchesGlob(path, pattern));
    },
  });
}

const packageShape = z.object({
  optional: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z
    .record(z.string(), z.object({ optional: z.boolean().default(false) }))
    .default({}),
});

const lockShape = z.object({ packages: z.record(z.string(), packageShape) });

/** Paths of the packages that are left when the others are pruned, by package-lock.json. */
function keptPackages(removed: readonly string[]): string[] {
  const text = readFileSync(join(REPOSITORY_ROOT, 'package-lock.json'), 'utf8');
  const { packages } = lockShape.parse(JSON.parse(text));
  const found = new Set<string>();
  const visit = (path: string, names: readonly string[]) => {
    for (const name of names) {
      const place = placesOf(path, name).find((candidate) => candidate in packages);
      const entry = place === undefined ? undefined : packages[place];
      if (place === undefined || entry === undefined || found.has(place)) continue;
      found.add(place);
      visit(place, neededBy(entry));
    }
  };
  const top = Object.keys(packages['']?.dependencies ?? {});
  visit(
    '',
    top.filter((name) => !removed.includes(name)),
  );
  return [...found];
}

function neededBy(entry: z.infer<typeof packageShape>): string[] {
  const peers = Object.keys(entry.peerDependencies);
  return [
    ...Object.keys(entry.dependencies),
    ...Object.keys(entry.optionalDependencies),
    ...peers.filter((name) => entry.peerDependenciesMeta[name]?.optional !== true),
  ];
}

/** Where Node looks for a package, from another one. */
function placesOf(path: string, name: string): string[] {
  const parents = path.split(/\/?node_modules\//).slice(1);
  return parents
    .map((_, index) => parents.slice(0, parents.length - index))
    .concat([[]])
    .map((parts) => [...parts, name].map((part) => `node_modules/${part}`).join('/'));
}

/** Packages inside of another package come with it. */
function linkPackages(paths: readonly string[], to: string): void {
  for (const path of paths) {
    const name = path.replace(/^node_modules\//, '');
    const source = join(REPOSITORY_ROOT, path);
    // Packages for other platforms are in the lock file only.
    if (name.includes('node_modules/') || !existsSync(source)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    symlinkSync(source, join(to, name));
  }
}
