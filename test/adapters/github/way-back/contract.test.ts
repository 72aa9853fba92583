import { describe, expect, it } from 'vitest';
import { createRevert } from '../../../../src/adapters/github/way-back/revert.ts';
import { silentLog } from '../../kubernetes/listening.ts';
import { type WayBackSetting, wayBackContract } from '../../way-back-contract.ts';
import { openGitHub } from '../opened.ts';
import { backFrom, deploymentFile, manifest, pushVersions, revert } from './clusters.ts';

const minute = 60_000;

async function set(how: 'merge' | 'pull-request'): Promise<WayBackSetting> {
  const { github, client, clock } = await openGitHub();
  const repository = pushVersions(github);
  const executor = createRevert({ client, apiUrl: github.apiUrl, clock, log: silentLog });
  const { pulls } = repository;
  const mergesByShipmate = () => pulls.all.filter(({ mergedBy }) => mergedBy === 'shipmate-bot').length;
  // The last of several writes: what is opened before it is opened once, too.
  const isLastWrite = ({ method, path }: { method: string; path: string }) =>
    method !== 'GET' && (how === 'merge' ? /\/merge$/ : /\/pulls$/).test(path);
  return {
    executor: {
      carryOut(request) {
        // Whoever asks again has waited.
        clock.forward(minute);
        return executor.carryOut(request);
      },
    },
    request: backFrom({ way: { ...revert, how } }),
    writes: () => pulls.all.length + mergesByShipmate(),
    async untilThere() {
      for (const pull of pulls.all.filter(({ state }) => state === 'open')) pulls.merge(pull, {}, 'linus');
      clock.forward(30 * minute);
    },
    async overtake() {
      repository.push({ message: 'payments-api v44', files: { [deploymentFile]: manifest('v44') } });
    },
    loseNextAnswer: () => github.faults.next({ match: isLastWrite, answer: 'lost', isCarriedOut: true }),
    forbidNextWrite() {
      github.permissions['contents'] = 'read';
    },
  };
}

describe('the setting of the contract', () => {
  it('begins with nothing done', async () => {
    const { writes } = await set('merge');

    expect(writes()).toBe(0);
  });
});

wayBackContract('revert by pull request', () => set('pull-request'));
wayBackContract('revert that is merged', () => set('merge'));
