import * as client from '@kubernetes/client-node';
import { argoAttributesOf } from './argo-models.ts';

/** One field as the generated client describes it; the client's models are the schema of the Kubernetes API. */
export interface Attribute {
  baseName: string;
  type: string;
  format: string;
}

interface Model {
  getAttributeTypeMap?(): Attribute[];
}

const models = client as unknown as Record<string, Model | undefined>;
const named: Record<string, string> = {
  Event: 'CoreV1Event',
  HorizontalPodAutoscaler: 'V2HorizontalPodAutoscaler',
  Rollout: 'V1alpha1Rollout',
  AnalysisTemplate: 'V1alpha1AnalysisTemplate',
  AnalysisRun: 'V1alpha1AnalysisRun',
  Application: 'V1alpha1Application',
};

export function modelNameOf(kind: string): string {
  return named[kind] ?? `V1${kind}`;
}

/** The fields of a model, or undefined when it is not an object with fixed fields. */
export function attributesOf(model: string): Attribute[] | undefined {
  return models[model]?.getAttributeTypeMap?.() ?? argoAttributesOf(model);
}

/** `Array<V1Container>` → `V1Container` */
export function itemTypeOf(type: string): string | undefined {
  return /^Array<(.+)>$/.exec(type)?.[1];
}

/** `{ [key: string]: string; }` → `string` */
export function valueTypeOf(type: string): string | undefined {
  return /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
}
