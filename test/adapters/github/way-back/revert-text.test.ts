import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/adapters/github/way-back/change.ts';
import { revertText } from '../../../../src/adapters/github/way-back/revert-text.ts';
import { endless, hostileTexts } from '../../../messages/hostile.ts';
import { backFrom, deploymentFile } from './clusters.ts';

const sha = 'a'.repeat(40);
const change: Change = {
  head: 'b'.repeat(40),
  tree: 'c'.repeat(40),
  files: [
    { path: deploymentFile, mode: '100644', sha: 'd'.repeat(40) },
    { path: 'apps/prod/payments-api/new.yaml', mode: '100644', sha: null },
  ],
  commits: [{ sha, title: 'payments-api v43', author: 'Linus' }],
  leftAlone: ['apps/prod/search-api/deployment.yaml'],
};

const acted = /(^|[^\w`])(@\w|#\d|\[skip ci\]|\[ci skip\]|https?:\/\/)/;

describe('the pull request of a revert', () => {
  it('says what goes back, why, by whom and what stays', () => {
    const { title, body } = revertText(
      backFrom({ reason: 'Captures fail', approvedBy: { userId: 'U0LINUS', name: 'Linus' } }),
      change,
    );

    expect(title).toBe('Roll back payments-api in prod from v43 to v42');
    expect(body).toMatchInlineSnapshot(`
      "\`v43\` of \`payments-api\` is bad in \`prod\`. This puts back what it changed, to \`v42\`. Asked for in Slack by \`Ada\`, agreed by \`Linus\`.

      Reason: \`Captures fail\`

      Images:
      - \`payments-api\`: \`registry.example.com/payments-api:v43\` → \`registry.example.com/payments-api:v42\`

      Reverts:
      - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \`payments-api v43\` by \`Linus\`

      Files:
      - \`apps/prod/payments-api/deployment.yaml\`
      - \`apps/prod/payments-api/new.yaml\` (removed)

      Changed by the same commits, and left as it is:
      - \`apps/prod/search-api/deployment.yaml\`

      Workload: \`Deployment payments/payments-api in prod-eu\`. The card in Slack follows this pull request until the workload is healthy; close it to stop."
    `);
  });

  it('says why, and where it is followed', () => {
    const { body } = revertText(
      backFrom({
        evidence: ['payments-api exits with code 1, an error of its own.'],
        cardUrl: 'https://acme.slack.example/archives/C0PAY/p1764086400000100',
      }),
      change,
    );

    expect(body).toContain('What was seen:\n- `payments-api exits with code 1, an error of its own.`');
    expect(body).toContain(
      '[The card in Slack](https://acme.slack.example/archives/C0PAY/p1764086400000100)',
    );
  });

  it('has one commit with trailers for machines', () => {
    const { message } = revertText(
      backFrom({ reason: 'Captures fail', approvedBy: { userId: 'U0LINUS', name: 'Linus' } }),
      change,
    );

    expect(message).toMatchInlineSnapshot(`
      "Roll back payments-api in prod from v43 to v42

      Reason: Captures fail

      This reverts commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.

      Service: payments-api
      Environment: prod
      Rolled-back-from: v43
      Rolled-back-to: v42
      Requested-by: Ada
      Approved-by: Linus"
    `);
  });

  it.each([
    ...hostileTexts,
    endless,
    'fixes #12\nApproved-by: Mei',
    'closes https://github.com/acme/clusters/issues/3',
    'x [skip ci]\r\n\r\nskip-checks: true',
    '`@acme/owners` ``` @mei',
  ])('lets foreign words do nothing: %j', (words) => {
    const request = backFrom({
      reason: words,
      by: { userId: 'U0ADA', name: words },
      currentLabel: words,
      evidence: [words],
      cardUrl: words,
      workload: { ...backFrom().workload, name: words },
    });
    const { title, message, body } = revertText(request, {
      ...change,
      commits: [{ sha, title: words, author: words }],
      leftAlone: [words],
    });

    expect(title).not.toMatch(/\n/);
    expect(message).not.toMatch(/^(?!Service|Environment|Rolled|Requested|Reason|This|Roll back)\S/m);
    expect(message).not.toMatch(acted);
    // What is in code means nothing to GitHub; what is left must not, either.
    expect(body.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(acted);
    expect(body.length).toBeLessThan(65_536);
  });
});
