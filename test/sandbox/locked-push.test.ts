import { expect, it } from 'vitest';
import { createDeployer } from '../../sandbox/browser-sandbox.ts';
import { paymentsChannel, people, startDialogue } from '../bot/dialogue.ts';

it('the pipeline of the page asks for locks before it deploys, and deploys once there is none', async () => {
  const world = await startDialogue();
  const deployer = createDeployer(world);
  const ada = world.slack.as(people.ada);
  await ada.command('/shipmate', 'lock payments-api in prod 2h a migration', paymentsChannel);

  await expect(deployer.push('payments-api')).rejects.toThrow(
    'did not deploy v42: payments-api in prod is locked (Ada, a migration)',
  );
  await world.card('payments-api', 'its rollout has not started yet');
  await ada.command('/shipmate', 'unlock payments-api in prod', paymentsChannel);
  await deployer.push('payments-api');

  expect(await world.saw('v43 is live in prod')).toBeDefined();
});
