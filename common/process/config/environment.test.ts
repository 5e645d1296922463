import { expect, test } from '@jest/globals';
import { COMMON_VARIABLES, SUBGRAPH_VARIABLES } from '../../topology/general-variables.ts';
import { commonVariables, readEnvironment, subgraphVariables } from './environment.ts';

const SHAPE = { ...commonVariables, ...subgraphVariables };
const SHOWN = [...COMMON_VARIABLES, ...SUBGRAPH_VARIABLES];

test('.env.example shows the defaults of every process and of every subgraph, and all of them', () => {
  const shown = Object.fromEntries(SHOWN.map(({ name, example }) => [name, example]));
  expect(Object.keys(shown).sort()).toEqual(Object.keys(SHAPE).sort());
  expect(readEnvironment(SHAPE, shown)).toEqual(readEnvironment(SHAPE, {}));
});
