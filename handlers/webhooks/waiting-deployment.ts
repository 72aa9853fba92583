import { z } from 'zod';
import type { WaitingDeployment } from '../../src/app/locks/answer-deployment.ts';

const requestedSchema = z.object({
  action: z.literal('requested'),
  environment: z.string().min(1).max(255),
  deployment_callback_url: z.url({ protocol: /^https?$/ }).max(1_000),
  /** What is deployed. */
  deployment: z
    .object({ sha: z.string().regex(/^[0-9a-f]{40}$/) })
    .optional()
    .catch(undefined),
  repository: z.object({ full_name: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/) }),
});

const deliverySchema = z.string().regex(/^[\w-]{1,100}$/);

/** Reads what GitHub says of a deployment that waits; undefined when it is something else. */
export function readWaitingDeployment(delivery: string, body: string): WaitingDeployment | undefined {
  const id = deliverySchema.safeParse(delivery);
  const said = requestedSchema.safeParse(parse(body));
  if (!id.success || !said.success) return undefined;
  const { environment, deployment_callback_url: callbackUrl, repository, deployment } = said.data;
  const waiting = { delivery: id.data, repository: repository.full_name, environment, callbackUrl };
  return deployment === undefined ? waiting : { ...waiting, commit: deployment.sha };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
