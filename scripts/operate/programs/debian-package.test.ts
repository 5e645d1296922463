// The two programs of Debian are played by scripts, so that nothing is downloaded.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { programOfPackage } from './debian-package.ts';

/** Writes down each call; puts a package where it is told to, if it may. */
const APT_GET = `#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
  *update*) exit 0 ;;
  *Dir::State::lists*) test "$DOWNLOADS" != never || exit 100 ;;
  *) test "$DOWNLOADS" = at-once || exit 100 ;;
esac
for word in "$@"; do
  case "$word" in Dir::Cache::archives=*) touch "\${word#*=}/tool_1.deb" ;; esac
done`;

const DPKG_DEB = `#!/bin/sh
mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
touch "$3/usr/bin/tool"`;

const before = { ...process.env };
let directory: string;
let data: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'debian-package-'));
  data = join(directory, 'data');
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'apt-get'), APT_GET, { mode: 0o755 });
  writeFileSync(join(bin, 'dpkg-deb'), DPKG_DEB, { mode: 0o755 });
  process.env['PATH'] = `${bin}${delimiter}${before['PATH']}`;
  process.env['CALLS'] = join(directory, 'calls');
});

afterEach(() => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
});

const calls = () => readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');

test('a program is unpacked with its libraries, once', () => {
  process.env['DOWNLOADS'] = 'at-once';
  const root = join(data, 'tools', 'tool-package');

  const program = programOfPackage(['better-tool', 'tool'], 'tool-package', data);

  expect(program).toEqual({
    path: join(root, 'usr/bin/tool'),
    environment: { LD_LIBRARY_PATH: `${root}/usr/lib/x86_64-linux-gnu:${root}/usr/lib` },
  });
  expect(programOfPackage(['tool'], 'tool-package', data)?.path).toBe(program?.path);
  expect(calls()).toEqual([expect.stringMatching(/^install --download-only .* tool-package$/)]);
  expect(readdirSync(root)).toEqual(['usr']);
});

test('where the lists of packages are of no use, it gets its own', () => {
  process.env['DOWNLOADS'] = 'with-own-lists';

  expect(programOfPackage(['tool'], 'tool-package', data)).not.toBeNull();
  expect(calls().map((call) => call.split(' ')[0])).toEqual(['install', 'update', 'install']);
  expect(calls()[1]).toContain(`Dir::State::lists=${data}`);
});

test('a package that cannot be had leaves nothing', () => {
  process.env['DOWNLOADS'] = 'never';

  expect(programOfPackage(['tool'], 'tool-package', data)).toBeNull();
  expect(readdirSync(join(data, 'tools'))).toEqual([]);
});

test('where there is no Debian nothing is tried', () => {
  process.env['PATH'] = directory;

  expect(programOfPackage(['tool'], 'tool-package', data)).toBeNull();
  expect(existsSync(data)).toBe(false);
});
