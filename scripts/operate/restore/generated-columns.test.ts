import { expect, test } from '@jest/globals';
import { withPlainColumns } from './generated-columns.ts';

test('a generated column is a plain one until the rows are there', () => {
  const create = [
    'CREATE TABLE `Sale` (',
    '  `id` char(36) NOT NULL,',
    '  `idEnd` char(9) COLLATE ascii_bin GENERATED ALWAYS AS (right(rtrim(`id`),9)) STORED,',
    '  `upper` char(9) GENERATED ALWAYS AS (upper(`id`)) STORED NOT NULL,',
    '  PRIMARY KEY (`id`)',
    ') ENGINE=InnoDB',
  ].join('\n');
  expect(withPlainColumns(create)).toEqual({
    create: [
      'CREATE TABLE `Sale` (',
      '  `id` char(36) NOT NULL,',
      '  `idEnd` char(9) COLLATE ascii_bin,',
      '  `upper` char(9) NOT NULL,',
      '  PRIMARY KEY (`id`)',
      ') ENGINE=InnoDB',
    ].join('\n'),
    afterwards: [
      'ALTER TABLE `Sale` MODIFY `idEnd` char(9) COLLATE ascii_bin ' +
        'GENERATED ALWAYS AS (right(rtrim(`id`),9)) STORED',
      'ALTER TABLE `Sale` MODIFY `upper` char(9) GENERATED ALWAYS AS (upper(`id`)) STORED NOT NULL',
    ],
  });
});

test('any other statement stays as it is', () => {
  const insert = "INSERT INTO `t` VALUES\n('  `a` char GENERATED ALWAYS AS (1) STORED')";
  expect(withPlainColumns(insert)).toEqual({ create: insert, afterwards: [] });
});
