import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import {
  build,
  card,
  cardOf,
  crash,
  failing,
  log,
  release,
  rollout,
  run,
  tracked,
  undo,
  undoTo,
  v42,
} from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { noon, read } from './read.ts';

const styles = ['plan', 'plain'] as const;

/** Six reasons with logs and twenty steps: the worst evening that still happens. */
const crowded = card({
  correlation: 'commit',
  build: build({
    steps: Array.from({ length: 20 }, (_, index) => ({
      id: `step-${index}`,
      title: `check number ${index}`,
      status: 'passed',
      detail: `${index * 7} passed`,
    })),
  }),
  releases: [
    release({
      rollouts: [
        rollout({
          ...failing,
          problems: Array.from({ length: 6 }, (_, index) =>
            tracked(crash({ container: `container-${index}`, pods: index + 1 }), {
              log: log(
                Array.from({ length: 30 }, (_line, line) => `${index}/${line} ${'details '.repeat(12)}`),
              ),
            }),
          ),
        }),
      ],
    }),
  ],
});

/** Every text on the card is this one. */
function cardSaying(text: string): Card {
  return card({
    owner: { service: text, team: text, channel: text, isFallback: true, because: text },
    version: { label: text, image: text, commit: text },
    build: build({
      title: text,
      author: text,
      commit: text,
      url: text,
      steps: [{ id: text, title: text, detail: text, url: text, status: 'failed' }],
    }),
    releases: [
      release({
        environment: text,
        rollouts: [
          rollout({
            ...failing,
            message: text,
            previousLabel: text,
            problems: [
              tracked(crash({ container: text, message: text, image: text }), { log: log([text, text]) }),
              tracked(crash({ reason: 'ImagePullBackOff', image: text, message: text }), {
                recoveredAt: noon,
              }),
            ],
            offer: undoTo({ ...v42, label: text }),
            rollback: run({
              status: 'failed',
              by: { userId: text, name: text },
              reason: text,
              targetLabel: text,
              failure: { kind: 'forbidden', rule: text },
            }),
          }),
        ],
      }),
    ],
  });
}

/** The same crash of the same version everywhere. */
const everywhere = card({
  releases: [
    release({
      rollouts: Array.from({ length: 40 }, (_, index) =>
        rollout({
          ...failing,
          workload: {
            cluster: `cluster-${index}`,
            namespace: 'payments',
            kind: 'Deployment',
            name: 'payments-api',
          },
          offer: { ...undo, id: `offer-${index}` },
        }),
      ),
    }),
  ],
});

describe.each(styles)('a crowded card in style %s', (style) => {
  it('still reads', () => {
    expect(read(renderCard(crowded, noon, style))).toMatchSnapshot();
  });

  it('is taken by Slack', () => {
    expectAccepted(renderCard(crowded, noon, style));
  });

  it('shows the widest problem first, counts the rest, and keeps the way back', () => {
    const text = read(renderCard(crowded, noon, style));

    expect(text.indexOf('container-5 exits')).toBeLessThan(text.indexOf('container-4 exits'));
    expect(text).toContain('And 2 more problems, in the thread.');
    expect(text).toContain('5/29 details');
    expect(text).toContain('[ Roll back to v42 ]');
  });
});

describe.each(styles)('a version that fails in forty clusters, in style %s', (style) => {
  it('is one card that Slack takes, and has a way back', () => {
    const message = renderCard(everywhere, noon, style);

    expectAccepted(message);
    expect(read(message)).toContain('[ Roll back to v42 in prod · cluster-0 ]');
  });
});

describe.each(styles)('foreign text in style %s', (style) => {
  it.each(hostileTexts.map((text) => [JSON.stringify(text), text]))('%s is only text', (_name, text) => {
    const message = renderCard(cardSaying(text), noon, style);

    expectAccepted(message);
    expectNoForeignEntity(message);
  });

  it('is shown as it was written, where it can be seen', () => {
    const written = '<!channel> & <@U1> `code` *bold* ~struck~';

    expect(read(renderCard(cardSaying(written), noon, style))).toMatchSnapshot();
  });

  it('that never ends is cut, and the card still says what matters', () => {
    const message = renderCard(cardSaying(endless), noon, style);

    expectAccepted(message);
    expect(read(message)).toContain('[ Roll back to');
  });
});

describe('a log on the card', () => {
  it('has its last 12 lines, and markup in them means nothing', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index} <!channel> *x* \`\`\``);

    const text = read(
      renderCard(cardOf({ ...failing, problems: [tracked(crash(), { log: log(lines) })] }), noon, 'plan'),
    );

    expect(text).toContain('│ 18 <!channel> *x* ```');
    expect(text).not.toContain('│ 17 ');
  });

  it('of one endless line shows its beginning and its end', () => {
    const line = `fatal: ${'x'.repeat(10_000)} the end`;

    const text = read(
      renderCard(cardOf({ ...failing, problems: [tracked(crash(), { log: log([line]) })] }), noon, 'plan'),
    );

    expect(text).toMatch(/│ fatal: x+…+x+ the end/);
  });
});
