import type { Container, EnvVar, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { IMAGE, MEMORY_LIMIT_MIB } from '../containers.ts';
import { SERVICE_ACCOUNT } from './object-names.ts';

/** The user `node` of the image. Kubernetes proves only of a number that it is not root. */
const USER = 1_000;

/** A quarter of the core that one process can use, so that small clusters hold the graph. */
const CPU_REQUEST = '250m';

/** A program of the image, as a pod runs it. */
export interface Program {
  name: string;
  /** Started as `node <script>`. */
  script: string;
  /** The other parts of its container. */
  container?: Pick<
    Container,
    'envFrom' | 'lifecycle' | 'livenessProbe' | 'ports' | 'readinessProbe' | 'startupProbe'
  >;
  env: EnvVar[];
}

/**
 * A pod that can write nowhere, gain no rights, ask the cluster for nothing and take no more than
 * its share of memory, as in docker-compose.
 */
export function guardedPod({ name, script, container, env }: Program): PodSpec {
  return {
    serviceAccountName: SERVICE_ACCOUNT,
    automountServiceAccountToken: false,
    // Else a Service called router sets ROUTER_PORT to an address, in every pod.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name,
        image: IMAGE,
        command: ['node', script],
        ...container,
        env,
        resources: {
          requests: { cpu: CPU_REQUEST, memory: `${MEMORY_LIMIT_MIB / 2}Mi` },
          // A limit of processor time would only let requests wait while the machine has time.
          limits: { memory: `${MEMORY_LIMIT_MIB}Mi` },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }],
  };
}

/**
 * Variables whose values are in a Secret under their own names.
 * @param more says whether the Secret need not have them
 */
export function variablesFrom(
  secret: string,
  names: readonly string[],
  more: { optional?: true } = {},
): EnvVar[] {
  return names.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: name, ...more } },
  }));
}
