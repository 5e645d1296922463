import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts';
import type { ConfigMap, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import type { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1.d.ts';
import { parseAllDocuments } from 'yaml';

/** The kinds of objects that tests look into. */
interface Kinds {
  ConfigMap: ConfigMap;
  CronJob: CronJob;
  Deployment: Deployment;
  Ingress: Ingress;
  Job: Job;
  NetworkPolicy: NetworkPolicy;
}

interface NamedObject {
  kind: string;
  metadata: { name: string; namespace?: string; labels: Record<string, string> };
}

/** The objects of some files, as `kubectl` would read them. */
export interface KubernetesObjects {
  all: NamedObject[];
  /** Those of a kind, in the order of the files. */
  of<Kind extends keyof Kinds>(kind: Kind): (NamedObject & Kinds[Kind])[];
  /** @throws Error when there is none */
  one<Kind extends keyof Kinds>(kind: Kind, name: string): NamedObject & Kinds[Kind];
}

/** Reads the objects of files of YAML. @throws Error for a text that is no YAML */
export function kubernetesObjects(texts: readonly string[]): KubernetesObjects {
  const all = texts.flatMap((text) =>
    parseAllDocuments(text).map((document): NamedObject => {
      for (const error of document.errors) throw error;
      return document.toJS();
    }),
  );
  const isOf =
    <Kind extends keyof Kinds>(kind: Kind) =>
    (object: NamedObject): object is NamedObject & Kinds[Kind] =>
      object.kind === kind;
  const of = <Kind extends keyof Kinds>(kind: Kind) => all.filter(isOf(kind));
  return {
    all,
    of,
    one(kind, name) {
      const found = of(kind).find(({ metadata }) => metadata.name === name);
      if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
      return found;
    },
  };
}

/** The pods that the objects start, by the names of their programs. */
export function podsIn(objects: KubernetesObjects): [string, PodSpec][] {
  const templates = [
    ...[...objects.of('Deployment'), ...objects.of('Job')].map(({ spec }) => spec?.template),
    ...objects.of('CronJob').map(({ spec }) => spec?.jobTemplate.spec?.template),
  ];
  return templates.flatMap((template) =>
    template?.spec ? [[template.spec.containers[0]?.name ?? '', template.spec]] : [],
  );
}
