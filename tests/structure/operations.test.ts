// Goal: the named operations, which people copy and scripts run, fit the graph that clients see.
import { expect, test } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { repositoryFiles } from './source-files.ts';

const files = repositoryFiles();
const api = buildSchema(files.find(({ path }) => path === 'schema/api.graphql')!.text);
const operations = files.filter(({ path }) => path.startsWith('operations/'));

test('there are operations to look at', () => {
  expect(operations.map(({ path }) => path)).toContain('operations/realizar-venta.graphql');
});

test.each(operations.map(({ path, text }) => [path, text]))('%s is valid', (_, text) => {
  expect(validate(api, parse(text))).toEqual([]);
});

test.each(operations.map(({ path, text }) => [path, text]))(
  '%s holds one operation, with the name of the file',
  (path, text) => {
    const names = parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? []
        : [
            definition.kind === Kind.OPERATION_DEFINITION
              ? definition.name?.value
              : definition.kind,
          ],
    );
    const words = /operations\/(.*)\.graphql/.exec(path)![1]!.split('-');
    const expected = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
    expect(names).toEqual([expected]);
  },
);
