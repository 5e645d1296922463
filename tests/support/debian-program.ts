import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../scripts/operate/programs/programs.ts';

/**
 * The path of a program that a test needs, installed first where Debian's packages may be; null
 * where it cannot be had.
 * @param program its name on PATH
 * @param debianPackage the package that has it
 */
export function debianProgram(program: string, debianPackage: string): string | null {
  const there = findProgram(program);
  const isRoot = process.getuid?.() === 0;
  if (there !== null || !isRoot || findProgram('apt-get') === null) return there;
  // Debian packs some programs with their service; in this run level it is not started.
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = ['install', '-y', '-q', '--no-install-recommends', debianPackage];
  // Workers that need packages at the same moment take turns: apt-get fails where another one runs.
  const lock = join(tmpdir(), 'electroplus-apt.lock');
  for (const args of [['update', '-q'], install]) {
    spawnSync('flock', [lock, 'apt-get', ...args], { env: environment, stdio: 'ignore' });
  }
  return findProgram(program);
}
