import type { z } from 'zod';
import {
  calleesOf,
  type DatabaseUrlVariable,
  databaseUrlVariable,
  type EdgeSecretVariable,
  type PortVariable,
  portVariable,
  rowNamed,
  secretVariablesOf,
  type UrlVariable,
  urlVariable,
} from '../../topology/derived.ts';
import {
  type CalleeOf,
  type DatabaseOf,
  type OwnSecretOf,
  SERVICES,
  type Service,
  type SignedCalleeOf,
  type SignedCallerOf,
} from '../../topology/services.ts';
import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  serviceUrl,
  subgraphVariables,
} from './environment.ts';

type SubgraphVariables = typeof subgraphVariables;

type ServiceShape<Name extends string, Rows extends Service> = typeof commonVariables &
  Pick<
    SubgraphVariables,
    Name extends Extract<Rows, { kind: 'SUBGRAPH' }>['name'] ? keyof SubgraphVariables : never
  > &
  Record<PortVariable<Name>, ReturnType<typeof port>> &
  Record<DatabaseUrlVariable<DatabaseOf<Name, Rows>>, typeof databaseUrl> &
  Record<UrlVariable<CalleeOf<Name, Rows>>, z.ZodDefault<typeof serviceUrl>> &
  Record<
    | EdgeSecretVariable<Name, SignedCalleeOf<Name, Rows>>
    | EdgeSecretVariable<SignedCallerOf<Name, Rows>, Name>
    | OwnSecretOf<Name, Rows>,
    typeof edgeSecrets
  >;

/** `serviceVariables` for another table of services. */
export function serviceVariablesIn<const Rows extends readonly Service[]>(rows: Rows) {
  return <Name extends Rows[number]['name']>(name: Name): ServiceShape<Name, Rows[number]> => {
    const row = rowNamed(name, rows);
    const callees = calleesOf(row, rows).map((callee) => rowNamed(callee, rows));
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
      ...Object.fromEntries(secretVariablesOf(name, rows).map((secret) => [secret, edgeSecrets])),
    };
    // The keys are built from the same row that the type is made of; a test compares them.
    return shape as unknown as ServiceShape<Name, Rows[number]>;
  };
}

/**
 * The form of what a service reads because of its row in the table of services: its port, its
 * database, where those are whom it calls, the secrets of its edges, and what all of its kind read.
 */
export const serviceVariables = serviceVariablesIn(SERVICES);
