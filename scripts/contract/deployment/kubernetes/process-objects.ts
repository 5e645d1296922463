import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { Service as KubernetesService, Probe } from 'kubernetes-types/core/v1.d.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import { databaseUrlVariable, secretVariablesOf } from '../../../../common/topology/derived.ts';
import type { Service } from '../../../../common/topology/services.ts';
import { settableVariablesOf } from '../containers.ts';
import { guardedPod, variablesFrom } from './guarded-pod.ts';
import {
  COMMON_SETTINGS,
  componentOf,
  DATABASES,
  labelsOf,
  metadataOf,
  podsOf,
  SECRETS,
} from './object-names.ts';

const PORT_NAME = 'http';

/** So long a pod that is to end serves on, until nobody is sent to it any more. */
const FORGOTTEN_AFTER_S = 5;
/** Longer than that and the 10 s together in which a process stops by itself. */
const STOP_LIMIT_S = 30;

const COPIES = { least: 2, most: 6 };
/** Seven tenths of the core that one process can use, whatever it has asked for. */
const BUSY_CPU = '700m';

/** Everything that a process of the graph is to the cluster, but who may reach it. */
export function processObjects(
  row: Service,
  rows: readonly Service[],
): [Deployment, ...(KubernetesService | PodDisruptionBudget | HorizontalPodAutoscaler)[]] {
  const deployment = deploymentOf(row, rows);
  if (row.kind === 'WORKER') return [deployment];
  return [deployment, serviceOf(row), disruptionBudgetOf(row), autoscalerOf(row)];
}

/** Names of the variables of a process that come out of the Secret `electroplus-secrets`. */
function secretSettingsOf(row: Service): string[] {
  return row.variables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
}

/** The variables of a process that an operator may set and whose values anybody may see. */
export function openSettingsOf(row: Service, rows: readonly Service[]): string[] {
  const secret = secretSettingsOf(row);
  return settableVariablesOf(row, rows).filter((name) => !secret.includes(name));
}

/** The autoscaler says how many copies there are, but of a worker, of which one is enough. */
function deploymentOf(row: Service, rows: readonly Service[]): Deployment {
  const { name, kind, entry } = row;
  const pods = podsOf(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(name, componentOf(row)),
    spec: {
      ...(kind === 'WORKER' && { replicas: 1 }),
      selector: pods,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels: labelsOf(name, componentOf(row)) },
        spec: {
          ...guardedPod({
            name,
            script: entry,
            container: {
              envFrom: [COMMON_SETTINGS, name].map((settings) => ({
                configMapRef: { name: settings },
              })),
              ports: [{ name: PORT_NAME, containerPort: row.defaultPort }],
              ...probes(),
              lifecycle: { preStop: { exec: { command: ['sleep', String(FORGOTTEN_AFTER_S)] } } },
            },
            env: [
              ...variablesFrom(SECRETS, secretVariablesOf(name, rows)),
              ...variablesFrom(SECRETS, secretSettingsOf(row), { optional: true }),
              ...variablesFrom(
                DATABASES,
                row.database === null ? [] : [databaseUrlVariable(row.database)],
              ),
            ],
          }),
          terminationGracePeriodSeconds: STOP_LIMIT_S,
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: pods,
            },
          ],
        },
      },
    },
  };
}

/** A new copy is not ready before the databases are migrated, so the old ones stay until then. */
function probes(): Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', Probe> {
  const live = { httpGet: { path: '/health/live', port: PORT_NAME } };
  const ready = { httpGet: { path: '/health/ready', port: PORT_NAME } };
  return {
    startupProbe: { ...live, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...live, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...ready, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
  };
}

function serviceOf(row: Service): KubernetesService {
  const { name, defaultPort } = row;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(name, componentOf(row)),
    spec: {
      selector: podsOf(name).matchLabels ?? {},
      ports: [{ name: PORT_NAME, port: defaultPort, targetPort: PORT_NAME }],
    },
  };
}

/** One copy at a time may be moved: it stops no maintenance, also where there is one only. */
function disruptionBudgetOf(row: Service): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(row.name, componentOf(row)),
    spec: { maxUnavailable: 1, selector: podsOf(row.name) },
  };
}

function autoscalerOf(row: Service): HorizontalPodAutoscaler {
  const { name } = row;
  const target = { type: 'AverageValue', averageValue: BUSY_CPU };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataOf(name, componentOf(row)),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: COPIES.least,
      maxReplicas: COPIES.most,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  };
}
