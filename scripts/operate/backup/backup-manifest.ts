// The two files of a backup: the dump, and the manifest that says what it is. The manifest gets its
// name last, so a folder without it holds no backup.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isSystemError, OperatorError, reasonOf } from '../environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../environment/settings.ts';

export const DUMP_FILE = 'dump.sql.gz';
export const MANIFEST_FILE = 'manifest.json';
/** Ends the names of files that are not whole yet. */
export const UNFINISHED = '.unfinished';

const FORMAT = 1;

const manifestShape = z.object({
  format: z.literal(FORMAT),
  /** The moment that the dump shows, or up to a second before it. */
  takenAt: z.iso.datetime(),
  /** The version of this program, of the program that dumped, and of the database server. */
  program: z.string(),
  dumpProgram: z.string(),
  server: z.string(),
  dump: z.object({
    bytes: z.number().int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** By the names of the subgraphs. */
  databases: z.record(
    z.string(),
    z.object({
      /** The name that the database has in the dump. */
      name: z.string().min(1),
      migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
    }),
  ),
});

/** The facts of a backup, which a restore checks. */
export type Manifest = z.infer<typeof manifestShape>;

/** The manifest of a backup that is made now. */
export function newManifest(facts: Omit<Manifest, 'format' | 'program'>): Manifest {
  return { format: FORMAT, program: programVersion(), ...facts };
}

/**
 * Reads the manifest of a backup.
 * @throws OperatorError when the folder holds no whole backup, or one of a newer form
 */
export function readManifest(directory: string): Manifest {
  const file = join(directory, MANIFEST_FILE);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) {
      throw new OperatorError(
        `${directory} holds no whole backup (${MANIFEST_FILE} is missing): take another one.`,
      );
    }
    throw new OperatorError(`Cannot read ${file} (${reasonOf(error)}): take another backup.`);
  }
  const { data: form } = z.object({ format: z.number() }).safeParse(content);
  if (form !== undefined && form.format > FORMAT) {
    throw new OperatorError(
      `The backup in ${directory} has a newer form than this program knows: use the version of ` +
        'the program that made it, or newer.',
    );
  }
  const parsed = manifestShape.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`${file} is damaged: take another backup.`);
}

function programVersion(): string {
  const text = readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
