import { onTestFinished } from 'vitest';
import {
  type ReleaseToolOptions,
  type ReleaseToolStandIn,
  startReleaseTool,
} from '../../../sandbox/release-tool/index.ts';
import { createReleaseTools, type ReleaseTool } from '../../../src/adapters/release-tool/index.ts';
import type { Revision } from '../../../src/domain/rollout/observation.ts';
import type { WayBackExecutor, WayBackRequest } from '../../../src/ports.ts';
import type { WayBackSetting } from '../way-back-contract.ts';

export const secret = 'a-secret-of-the-tool';

const revision = (number: number): Revision => ({
  number,
  revisionName: `payments-api-${number}`,
  revisionUid: `uid-${number}`,
  podHash: `hash-${number}`,
  images: [{ name: 'api', image: `registry.example/payments-api:v${number}` }],
  restartedAt: '',
  createdAt: 0,
});

/** What Ada confirmed. */
export const asked: WayBackRequest = {
  key: 'offer-1-1000',
  service: 'payments-api',
  environment: 'prod',
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
  workloadUid: 'payments-api-uid',
  way: { kind: 'webhook', tool: 'ships' },
  current: revision(43),
  currentLabel: 'v43',
  target: revision(42),
  targetLabel: 'v42',
  by: { userId: 'U0ADA', name: 'Ada' },
  reason: 'captures time out',
};

export function executorFor(tool: Partial<ReleaseTool> & Pick<ReleaseTool, 'url'>): WayBackExecutor {
  const tools = [{ name: 'ships', secret, timeoutMs: 2_000, ...tool }];
  return createReleaseTools({ tools, clock: { now: () => Date.now() } });
}

export async function startTool(options: Partial<ReleaseToolOptions> = {}): Promise<ReleaseToolStandIn> {
  const tool = await startReleaseTool({ secret, release: async () => undefined, ...options });
  onTestFinished(() => tool.close());
  return tool;
}

/** The tool has v43 live, and the rollback is still to be done. */
export async function setTool(): Promise<WayBackSetting> {
  let current = 'v43';
  let done = () => {};
  const isDone = new Promise<void>((resolve) => {
    done = resolve;
  });
  const tool = await startTool({
    release: () => isDone,
    newerThan: ({ from }) => (current === from.label ? undefined : current),
  });
  return {
    executor: executorFor({ url: tool.url, timeoutMs: 300 }),
    request: asked,
    writes: () => tool.orders.length,
    async untilThere() {
      done();
      await isDone;
    },
    async overtake() {
      current = 'v44';
    },
    loseNextAnswer: () => tool.fail({ kind: 'lose-answer' }),
    forbidNextWrite: () => tool.fail({ kind: 'answer', status: 403, body: '{"message":"not in prod"}' }),
  };
}
