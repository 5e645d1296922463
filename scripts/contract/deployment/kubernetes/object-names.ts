import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.d.ts';
import type { Service, ServiceKind } from '../../../../common/topology/services.ts';

/** The secrets of edges and of single processes, each under the name of its variable. */
export const SECRETS = 'electroplus-secrets';

/** The addresses of the databases, each under the name of its variable. */
export const DATABASES = 'electroplus-databases';

/** The settings that every process reads. */
export const COMMON_SETTINGS = 'every-process';

/** The account of every pod, which may ask the cluster for nothing. */
export const SERVICE_ACCOUNT = 'electroplus-supergraph';

/** The step of a deployment that an object belongs to, by which `kubectl apply -l` chooses it. */
export type Component = Lowercase<ServiceKind> | 'common' | 'migrations' | 'verification';

const PREFIX = 'app.kubernetes.io';
const PART_OF = { [`${PREFIX}/part-of`]: 'electroplus-supergraph' };

/** The labels of everything that belongs to one program. */
export function labelsOf(name: string, component: Component): Record<string, string> {
  return { [`${PREFIX}/name`]: name, [`${PREFIX}/component`]: component, ...PART_OF };
}

/** The name and the labels of an object. */
export function metadataOf(name: string, component: Component): ObjectMeta & { name: string } {
  return { name, labels: labelsOf(name, component) };
}

/** The step in which a process is deployed. */
export function componentOf({ kind }: Service): Component {
  return kind.toLowerCase() as Lowercase<ServiceKind>;
}

/** The pods of one program. */
export function podsOf(name: string): LabelSelector {
  return { matchLabels: { [`${PREFIX}/name`]: name, ...PART_OF } };
}

/** Every pod of the graph. */
export function podsOfGraph(): LabelSelector {
  return { matchLabels: PART_OF };
}

/** The pods of several programs. */
export function podsOfAny(names: readonly string[]): LabelSelector {
  const isOneOfThem = { key: `${PREFIX}/name`, operator: 'In', values: [...names] };
  return { matchLabels: PART_OF, matchExpressions: [isOneOfThem] };
}
