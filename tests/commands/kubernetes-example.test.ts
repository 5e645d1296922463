// Goal: the example of an overlay fits the base, so that a copy of it can be deployed. Method:
// `kubectl kustomize`, which needs no cluster; skipped where there is none that is new enough.
import { spawnSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { findProgram } from '../../scripts/operate/programs/programs.ts';
import { kubernetesObjects, podsIn } from '../support/kubernetes-objects.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const NAME = 'app.kubernetes.io/name';
const EXAMPLE = 'deploy/kubernetes/overlays/example';
/** Debian's own is of 2021 and reads no such overlay. */
const readsOverlays =
  findProgram('kubectl') !== null &&
  /Kustomize Version: v[5-9]/.test(run(['version', '--client']).stdout);
const testWithKubectl = skipWithMessage(
  readsOverlays ? null : `no kubectl with Kustomize 5 is installed, so ${EXAMPLE} is not built`,
);

testWithKubectl('the example is built, and whatever an object names is there', () => {
  const { status, stdout, stderr } = run(['kustomize', EXAMPLE]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const objects = kubernetesObjects([stdout]);
  const named = (kind: string) =>
    objects.all.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
  const pods = podsIn(objects);

  for (const { kind, metadata } of objects.all) {
    expect({ kind, ...metadata }).toMatchObject({ namespace: 'electroplus' });
    expect(metadata.labels['app.kubernetes.io/component']).toMatch(/^[a-z]+$/);
  }
  for (const [, pod] of pods) {
    const [container] = pod.containers;
    expect(container?.image).toBe('registry.example/electroplus-supergraph:example');
    const settings = (container?.envFrom ?? []).map(({ configMapRef }) => configMapRef?.name);
    expect(named('ConfigMap')).toEqual(expect.arrayContaining(settings));
    expect(named('ServiceAccount')).toContain(pod.serviceAccountName);
  }
  const selected = objects
    .of('NetworkPolicy')
    .flatMap(({ spec }) => [
      ...[spec?.podSelector.matchLabels?.[NAME] ?? []].flat(),
      ...(spec?.podSelector.matchExpressions ?? []).flatMap(({ values = [] }) => values),
    ]);
  expect(pods.map(([name]) => name)).toEqual(expect.arrayContaining(selected));
  const doors = objects.of('Ingress').flatMap(({ spec }) => {
    const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
    return paths.map(({ backend }) => backend.service?.name);
  });
  expect(doors.sort()).toEqual(['router', 'web']);
  expect(named('Service')).toEqual(expect.arrayContaining(doors));
});

testWithKubectl('the example narrows what the base leaves open', () => {
  const objects = kubernetesObjects([run(['kustomize', EXAMPLE]).stdout]);
  expect(objects.one('NetworkPolicy', 'to-databases').spec?.egress).toEqual([
    { to: [{ ipBlock: { cidr: '10.20.0.5/32' } }], ports: [{ protocol: 'TCP', port: 3306 }] },
  ]);
  const router = objects.of('ConfigMap').find(({ metadata }) => /^router-/.test(metadata.name));
  expect(router?.data).toMatchObject({
    TRUSTED_PROXIES: '10.244.0.0/16',
    ROUTER_PORT: '4000',
  });
});

function run(args: readonly string[]) {
  return spawnSync('kubectl', args, { cwd: REPOSITORY_ROOT, encoding: 'utf8' });
}
