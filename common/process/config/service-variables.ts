import type { z } from 'zod';
import {
  calleesOf,
  type DatabaseUrlVariable,
  databaseUrlVariable,
  type EdgeSecretVariable,
  type PortVariable,
  portVariable,
  secretVariablesOf,
  serviceNamed,
  type UrlVariable,
  urlVariable,
} from '../../topology/derived.ts';
import type {
  CalleeOf,
  CallerOf,
  OwnSecretOf,
  ServiceName,
  SubgraphName,
} from '../../topology/services.ts';
import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  serviceUrl,
  subgraphVariables,
} from './environment.ts';

type ServiceShape<Name extends ServiceName> = typeof commonVariables &
  Pick<
    typeof subgraphVariables,
    Name extends SubgraphName ? keyof typeof subgraphVariables : never
  > &
  Record<PortVariable<Name>, ReturnType<typeof port>> &
  Record<DatabaseUrlVariable<Extract<Name, SubgraphName>>, typeof databaseUrl> &
  Record<UrlVariable<CalleeOf<Name>>, z.ZodDefault<typeof serviceUrl>> &
  Record<
    | EdgeSecretVariable<Name, CalleeOf<Name>>
    | EdgeSecretVariable<CallerOf<Name>, Name>
    | OwnSecretOf<Name>,
    typeof edgeSecrets
  >;

/**
 * The form of what a service reads because of its row in the table of services: its port, its
 * database, where those are whom it calls, the secrets of its edges, and what all of its kind read.
 */
export function serviceVariables<Name extends ServiceName>(name: Name): ServiceShape<Name> {
  const row = serviceNamed(name);
  const callees = calleesOf(row).map((callee) => serviceNamed(callee as ServiceName));
  const shape = {
    ...commonVariables,
    ...(row.kind === 'SUBGRAPH' && subgraphVariables),
    [portVariable(name)]: port(row.defaultPort),
    ...(row.database !== null && { [databaseUrlVariable(row.database)]: databaseUrl }),
    ...Object.fromEntries(
      callees.map((callee) => [
        urlVariable(callee.name),
        serviceUrl.default(`http://127.0.0.1:${callee.defaultPort}/graphql`),
      ]),
    ),
    ...Object.fromEntries(secretVariablesOf(name).map((secret) => [secret, edgeSecrets])),
  };
  // The keys are built from the same row that the type is made of; a test compares them.
  return shape as unknown as ServiceShape<Name>;
}
