import { createHmac, randomUUID } from 'node:crypto';
import type { Deployments } from './deployments.ts';

export interface ProtectionRequest {
  /** Where the bot listens. */
  readonly botUrl: string;
  readonly secret: string;
  readonly repository: string;
  readonly environment: string;
  /** The same id again is a redelivery. */
  readonly delivery?: string;
  /** Of an earlier delivery, to send it again. */
  readonly runId?: number;
  /** What is deployed. */
  readonly commit?: string;
  /** Replaces keys of the payload. */
  readonly override?: object;
}

export interface ProtectionDelivery {
  readonly status: number;
  readonly body: string;
  readonly runId: number;
  readonly delivery: string;
}

interface Sender {
  readonly apiUrl: string;
  readonly deployments: Deployments;
  readonly installationId: number;
}

export async function requestDeployment(
  { apiUrl, deployments, installationId }: Sender,
  request: ProtectionRequest,
): Promise<ProtectionDelivery> {
  const { botUrl, secret, repository, environment, delivery = randomUUID() } = request;
  const runId = request.runId ?? deployments.start(repository, environment);
  const [owner = '', name = ''] = repository.split('/');
  const payload = JSON.stringify({
    action: 'requested',
    environment,
    event: 'push',
    deployment_callback_url: `${apiUrl}/repos/${repository}/actions/runs/${runId}/deployment_protection_rule`,
    deployment: {
      id: runId,
      sha: request.commit ?? '0'.repeat(40),
      ref: 'main',
      task: 'deploy',
      environment,
      creator: { login: 'ada' },
    },
    pull_requests: [],
    repository: { id: 1, name, full_name: repository, owner: { login: owner } },
    installation: { id: installationId },
    sender: { login: 'ada' },
    ...request.override,
  });
  const response = await fetch(`${botUrl}/v1/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/sandbox',
      'x-github-event': 'deployment_protection_rule',
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`,
    },
    body: payload,
  });
  return { status: response.status, body: await response.text(), runId, delivery };
}
