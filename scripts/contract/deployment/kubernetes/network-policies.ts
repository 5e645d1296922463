import type {
  NetworkPolicy,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from 'kubernetes-types/networking/v1.d.ts';
import { calleesOf } from '../../../../common/topology/derived.ts';
import type { Service } from '../../../../common/topology/services.ts';
import { DATABASE_SERVER_PORT } from '../containers.ts';
import { MIGRATE, VERIFY } from './database-jobs.ts';
import {
  type Component,
  componentOf,
  metadataOf,
  podsOf,
  podsOfAny,
  podsOfGraph,
} from './object-names.ts';

/** The label of a namespace whose pods bring requests from outside: that of the proxy with TLS. */
const BRINGS_REQUESTS = { 'electroplus-ingress': 'true' };

const DNS_PORT = 53;

/** The ways that are open: the edges of the table, to the databases and to names. */
export function networkPolicies(rows: readonly Service[]): NetworkPolicy[] {
  return [
    policy('nothing-else', 'common', {
      podSelector: podsOfGraph(),
      policyTypes: ['Ingress', 'Egress'],
    }),
    policy('to-names', 'common', toNames()),
    policy('to-databases', 'common', toDatabases(rows)),
    policy('from-outside', 'common', fromOutside(rows)),
    ...rows.map((row) => policy(row.name, componentOf(row), edgesOf(row, rows))),
  ];
}

function policy(name: string, component: Component, spec: NetworkPolicySpec): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf(name, component),
    spec,
  };
}

function edgesOf(row: Service, rows: readonly Service[]): NetworkPolicySpec {
  const callers = rows.filter((other) => calleesOf(other, rows).includes(row.name));
  const callees = rows.filter(({ name }) => calleesOf(row, rows).includes(name));
  return {
    podSelector: podsOf(row.name),
    policyTypes: ['Ingress', 'Egress'],
    ingress: callers.map(({ name }) => ({
      from: [{ podSelector: podsOf(name) }],
      ports: [tcp(row.defaultPort)],
    })),
    egress: callees.map(({ name, defaultPort }) => ({
      to: [{ podSelector: podsOf(name) }],
      ports: [tcp(defaultPort)],
    })),
  };
}

function toNames(): NetworkPolicySpec {
  const system = { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } };
  return {
    podSelector: podsOfGraph(),
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: system }],
        ports: [{ protocol: 'UDP', port: DNS_PORT }, tcp(DNS_PORT)],
      },
    ],
  };
}

/** The base does not know where the server is: an overlay narrows this to its address. */
function toDatabases(rows: readonly Service[]): NetworkPolicySpec {
  const users = rows.flatMap(({ name, database }) => (database === null ? [] : [name]));
  return {
    podSelector: podsOfAny([...users, MIGRATE, VERIFY]),
    policyTypes: ['Egress'],
    egress: [{ ports: [tcp(DATABASE_SERVER_PORT)] }],
  };
}

function fromOutside(rows: readonly Service[]): NetworkPolicySpec {
  const doors = rows.filter(({ kind }) => kind === 'ROUTER' || kind === 'CLIENT');
  return {
    podSelector: podsOfAny(doors.map(({ name }) => name)),
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: BRINGS_REQUESTS } }],
        ports: doors.map(({ defaultPort }) => tcp(defaultPort)),
      },
    ],
  };
}

function tcp(port: number): NetworkPolicyPort {
  return { protocol: 'TCP', port };
}
