import type { Service } from '../../common/topology/services.ts';

const DEFAULTS = {
  entry: 'some/main.ts',
  defaultPort: 5_000,
  owns: 'what it owns',
  database: null,
  calls: [],
  timeoutMs: null,
  ownSecrets: [],
  variables: [],
  fixedVariables: {},
} as const;

/** A made-up table of services with every kind of process. */
export const MADE_UP_SERVICES = [
  {
    ...DEFAULTS,
    name: 'uno',
    kind: 'SUBGRAPH',
    database: 'uno',
    timeoutMs: 900,
    defaultPort: 5_001,
    ownSecrets: [{ name: 'SECRET_OF_UNO', about: 'Of uno alone' }],
  },
  {
    ...DEFAULTS,
    name: 'dos',
    kind: 'SUBGRAPH',
    database: 'dos',
    timeoutMs: 800,
    defaultPort: 5_002,
    calls: ['uno'],
  },
  {
    ...DEFAULTS,
    name: 'events',
    kind: 'WORKER',
    database: 'dos',
    calls: ['uno'],
    variables: [
      { name: 'BROKERS', example: 'localhost:9092', about: 'Where events go', isSecret: true },
    ],
  },
  { ...DEFAULTS, name: 'gate', kind: 'ROUTER', calls: 'EVERY_SUBGRAPH', defaultPort: 5_010 },
  { ...DEFAULTS, name: 'web', kind: 'CLIENT', calls: ['gate'], defaultPort: 5_020 },
] as const satisfies readonly Service[];
