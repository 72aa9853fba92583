import { expect, it, onTestFinished } from 'vitest';
import { putCard } from '../../src/app/put-card.ts';
import { createRedaction } from '../../src/domain/redaction/redaction.ts';
import { mapRollouts } from '../../src/domain/release/follow-card.ts';
import { createErrands } from '../../src/main/errands.ts';
import type { WayBackRequest } from '../../src/ports.ts';
import { openDesk } from '../app/open-desk.ts';
import { accepted } from '../app/rollback/accepted-run.ts';
import { crash, look, openCard, play } from '../domain/release/story.ts';
import { eventually } from '../until.ts';

it('whoever carries out a rollback is told whether this replica leads still, as it is by then', async () => {
  const { desk, store } = await openDesk();
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const card = mapRollouts(failing, (rollout) => ({ ...rollout, rollback: accepted }));
  await putCard(store, desk, { before: undefined, after: card, now: 0 });
  const answer = Promise.withResolvers<{ kind: 'applied' }>();
  const requests: WayBackRequest[] = [];
  const undo = {
    carryOut(request: WayBackRequest) {
      requests.push(request);
      return answer.promise;
    },
  };
  let isLeading = true;
  const errands = createErrands({
    desk,
    clusters: new Map(),
    waysElsewhere: { undo },
    redaction: createRedaction({ enabled: true, rules: [], allow: [] }),
    workspaceUrl: () => undefined,
    isLeading: () => isLeading,
    isOurs: () => true,
    settleMs: 0,
    fileBytes: 1,
  });
  onTestFinished(() => errands.stop());

  errands.consider(card);
  await eventually(() => expect(requests).toHaveLength(1));
  const [request] = requests;

  expect(() => request?.confirmLead?.()).not.toThrow();
  isLeading = false;
  expect(() => request?.confirmLead?.()).toThrow('Another replica');
  answer.resolve({ kind: 'applied' });
});
