// Goal: the Kustomize base follows the table of services, and lets a process reach and know what
// its row says and nothing else. Method: the objects of the real table, of one with a row more and
// of a made-up one with every kind. The compiler holds them to the types of Kubernetes.
import { parseEnv } from 'node:util';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { calleesOf } from '../../common/topology/derived.ts';
import { SERVICES, type Service } from '../../common/topology/services.ts';
import { kubernetesFiles } from '../../scripts/contract/deployment/kubernetes/kubernetes-files.ts';
import { productionSecrets } from '../../scripts/operate/new-secrets/production-secrets.ts';
import { variablesInContainer } from '../support/container-variables.ts';
import { kubernetesObjects, podsIn } from '../support/kubernetes-objects.ts';
import { MADE_UP_SERVICES } from '../support/made-up-services.ts';

const NAME = 'app.kubernetes.io/name';
const KUSTOMIZATION = 'deploy/kubernetes/base/kustomization.yaml';

const FOURTH: Service = {
  name: 'proveedores',
  kind: 'SUBGRAPH',
  entry: 'subgraphs/proveedores/main.ts',
  defaultPort: 4_004,
  owns: 'suppliers',
  database: 'proveedores',
  calls: ['ventas'],
  timeoutMs: 3_000,
  ownSecrets: [],
  variables: [],
  fixedVariables: {},
};

function baseOf(rows: readonly Service[]) {
  const { [KUSTOMIZATION]: kustomization = '', ...others } = kubernetesFiles(rows);
  const generators: { name: string; literals: string[] }[] =
    parse(kustomization).configMapGenerator;
  return {
    objects: kubernetesObjects(Object.values(others)),
    settingsOf: (name: string) => generators.find((one) => one.name === name)?.literals ?? [],
  };
}

/** Variables that the pod of a program takes out of Secrets. */
function variablesOfPod({ objects }: ReturnType<typeof baseOf>, program: string) {
  const [, pod] = podsIn(objects).find(([name]) => name === program) ?? [];
  return (pod?.containers[0]?.env ?? []).map(({ name, valueFrom }) => ({
    name,
    secret: valueFrom?.secretKeyRef?.name,
    isOptional: valueFrom?.secretKeyRef?.optional ?? false,
  }));
}

test('a fourth subgraph joins the cluster by its row', () => {
  const base = baseOf([...SERVICES, FOURTH]);

  const own = base.objects.all.filter(({ metadata }) => metadata.name === FOURTH.name);
  expect(own.map(({ kind }) => kind).sort()).toEqual([
    ...['Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget'],
    'Service',
  ]);
  expect(base.settingsOf('proveedores')).toContain('PROVEEDORES_PORT=4004');
  expect(base.settingsOf('router')).toContain('PROVEEDORES_URL=http://proveedores:4004/graphql');
  const namesOf = (program: string) => variablesOfPod(base, program).map(({ name }) => name);
  expect(namesOf('proveedores')).toEqual([
    ...['SECRET_ROUTER_PROVEEDORES', 'SECRET_PROVEEDORES_VENTAS', 'PROVEEDORES_DATABASE_URL'],
  ]);
  expect(namesOf('router')).toContain('SECRET_ROUTER_PROVEEDORES');
  expect(namesOf('migrate')).toContain('PROVEEDORES_MIGRATIONS_DATABASE_URL');
  expect(namesOf('verify')).toContain('PROVEEDORES_DATABASE_URL');
  const { podSelector } = base.objects.one('NetworkPolicy', 'to-databases').spec ?? {};
  expect(podSelector?.matchExpressions?.[0]?.values).toContain('proveedores');
});

test.each([
  { title: 'the real table', rows: SERVICES },
  { title: 'a made-up one', rows: MADE_UP_SERVICES },
])('who may reach whom in $title: its edges, in both directions, and no others', ({ rows }) => {
  const { objects } = baseOf(rows);
  const wanted = rows.flatMap((row: Service) =>
    calleesOf(row, rows).map((callee) => {
      const { defaultPort } = rows.find(({ name }) => name === callee)!;
      return `${row.name} > ${callee}:${defaultPort}`;
    }),
  );

  const edges = objects.of('NetworkPolicy').flatMap(({ spec }) => {
    const own = spec?.podSelector.matchLabels?.[NAME];
    const between = (caller?: string, callee?: string, port?: number | string) =>
      `${caller} > ${callee}:${port}`;
    return own === undefined
      ? []
      : [
          ...(spec?.ingress ?? []).map(({ from, ports }) => ({
            side: 'in',
            edge: between(from?.[0]?.podSelector?.matchLabels?.[NAME], own, ports?.[0]?.port),
            isOne: from?.length === 1 && ports?.length === 1,
          })),
          ...(spec?.egress ?? []).map(({ to, ports }) => ({
            side: 'out',
            edge: between(own, to?.[0]?.podSelector?.matchLabels?.[NAME], ports?.[0]?.port),
            isOne: to?.length === 1 && ports?.length === 1,
          })),
        ];
  });

  expect(edges.every(({ isOne }) => isOne)).toBe(true);
  for (const side of ['in', 'out']) {
    const found = edges.filter((one) => one.side === side).map(({ edge }) => edge);
    expect(found.sort()).toEqual([...wanted].sort());
  }
  const others = objects.of('NetworkPolicy').filter(({ spec }) => {
    return spec?.podSelector.matchLabels?.[NAME] === undefined;
  });
  expect(others.map(({ metadata }) => metadata.name)).toEqual([
    ...['nothing-else', 'to-names', 'to-databases', 'from-outside'],
  ]);
  expect(others[0]?.spec).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'electroplus-supergraph' } },
    policyTypes: ['Ingress', 'Egress'],
  });
});

test('databases are reached by those who use one, and only doors from outside', () => {
  const { objects } = baseOf(MADE_UP_SERVICES);
  const selectedBy = (policy: string) =>
    objects.one('NetworkPolicy', policy).spec?.podSelector.matchExpressions?.[0]?.values;
  expect(selectedBy('to-databases')).toEqual(['uno', 'dos', 'events', 'migrate', 'verify']);
  expect(selectedBy('from-outside')).toEqual(['gate', 'web']);
});

test('a worker is one process that nobody reaches, and what may hold a password is no setting', () => {
  const base = baseOf(MADE_UP_SERVICES);
  const own = base.objects.all.filter(({ metadata }) => metadata.name === 'events');
  expect(own.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'NetworkPolicy']);
  expect(base.objects.one('Deployment', 'events').spec?.replicas).toBe(1);
  expect(base.settingsOf('events')).toEqual([
    ...['EVENTS_PORT=5000', 'UNO_URL=http://uno:5001/graphql'],
  ]);
  expect(variablesOfPod(base, 'events')).toEqual([
    { name: 'SECRET_EVENTS_UNO', secret: 'electroplus-secrets', isOptional: false },
    { name: 'BROKERS', secret: 'electroplus-secrets', isOptional: true },
    { name: 'DOS_DATABASE_URL', secret: 'electroplus-databases', isOptional: false },
  ]);
});

test.each(SERVICES.map(({ name }) => name))(
  'the pod of %s gets the variables of its row and no others',
  (name) => {
    const base = baseOf(SERVICES);
    const settings = [...base.settingsOf('every-process'), ...base.settingsOf(name)];
    const variables = [
      ...settings.map((literal) => literal.split('=', 1)[0]),
      ...variablesOfPod(base, name).map((variable) => variable.name),
    ];
    expect(variables.sort()).toEqual(variablesInContainer(name));
  },
);

test('npm run secrets prints every secret that a pod waits for', () => {
  const base = baseOf(SERVICES);
  const needed = SERVICES.flatMap(({ name }) => variablesOfPod(base, name))
    .filter(({ secret, isOptional }) => secret === 'electroplus-secrets' && !isOptional)
    .map(({ name }) => name);
  expect(needed.length).toBeGreaterThan(0);
  expect(Object.keys(parseEnv(productionSecrets()))).toEqual(expect.arrayContaining(needed));
});

test('no pod writes to its image, is root, keeps a right or has a way into the cluster', () => {
  const pods = podsIn(baseOf(SERVICES).objects);
  expect(pods.map(([name]) => name)).toEqual([
    ...SERVICES.map(({ name }) => name),
    ...['migrate', 'verify'],
  ]);
  for (const [name, pod] of pods) {
    expect({ name, ...pod }).toMatchObject({
      name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    });
    expect(pod.containers[0]?.resources?.limits?.['memory']).toMatch(/^\d+Mi$/);
  }
});
