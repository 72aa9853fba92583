import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkedLine } from '../../messages/digest/line.ts';
import { type DigestView, renderDigest } from '../../messages/digest.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Digest } from '../../src/domain/quiet/digest.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { anyProblem, anyText, anyTime } from './arbitrary-card.ts';
import { crash, minutes } from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { noon, read, readFallback } from './read.ts';

const mention = '<!subteam^S0PAY>';

function line(service: string, change: Partial<LinkedLine> = {}): LinkedLine {
  return {
    cardId: `card-${service}`,
    service,
    version: 'v12',
    environment: 'prod',
    cluster: 'eu',
    problem: crash({ container: service }),
    since: noon - minutes(3),
    state: 'failing',
    url: `https://acme.slack.test/archives/C0PAY/p${service.length}`,
    ...change,
  };
}

function digest(change: Partial<Digest> = {}): Digest {
  return {
    id: 'digest-1',
    kind: 'storm',
    channel: '#team-payments',
    openedAt: noon - minutes(3),
    teams: ['payments'],
    before: [],
    folded: [],
    ...change,
  };
}

const pull = (service: string): Partial<LinkedLine> => ({
  problem: crash({
    reason: 'ImagePullBackOff',
    image: `registry.example/${service}:v12`,
    message: 'failed to authorize: 403 Forbidden',
  }),
});
const lacksConfig = crash({
  reason: 'CreateContainerConfigError',
  missing: { kind: 'ConfigMap', name: 'region' },
});
const five = ['ledger', 'search-api', 'refunds', 'payouts', 'risk'].map((service) =>
  line(service, pull(service)),
);
const seven = ['orders', 'carts', 'prices', 'stock', 'mail', 'tax', 'users'];

const views: Readonly<Record<string, Omit<DigestView, 'mention'>>> = {
  'a storm with one cause': {
    digest: digest(),
    before: five,
    folded: seven.map((service) => line(service, pull(service))),
  },
  'a storm with several causes': {
    digest: digest(),
    before: five,
    folded: [
      ...['orders', 'carts'].map((service) => line(service, pull(service))),
      ...['prices', 'stock', 'mail'].map((service) => line(service, { problem: lacksConfig })),
      line('tax'),
      line('users', { problem: crash({ reason: 'OOMKilled', container: 'users', memoryLimit: '256Mi' }) }),
    ],
  },
  'a storm on a node': {
    digest: digest(),
    before: [],
    folded: ['orders', 'carts'].map((service) =>
      line(service, {
        problem: crash({
          container: service,
          node: { name: 'node-b', pods: 1, others: 0, shortages: ['MemoryPressure'] },
        }),
      }),
    ),
  },
  'a storm in two clusters': {
    digest: digest(),
    before: [],
    folded: [
      line('orders'),
      line('carts'),
      line('orders', { cluster: 'us' }),
      line('users', { cluster: 'us' }),
    ],
  },
  'a storm that abates': {
    digest: digest(),
    before: five.map((each) => ({ ...each, state: 'recovered' as const })),
    folded: [
      line('orders', { state: 'recovered' }),
      line('carts', { state: 'seen-to' }),
      line('prices', { state: 'left' }),
      line('stock'),
    ],
  },
  'a storm of builds': {
    digest: digest(),
    before: [],
    folded: ['orders', 'carts'].map((service) => {
      const { environment: _, cluster: __, problem: ___, ...build } = line(service);
      return build;
    }),
  },
  'a storm that is over, and left something behind': {
    digest: digest({ endedAt: noon }),
    before: five.map((each, index) => (index === 1 ? each : { ...each, state: 'recovered' as const })),
    folded: [line('orders', { state: 'recovered' }), line('stock'), line('tax')],
  },
  'a storm that is over with all its problems': {
    digest: digest({ endedAt: noon }),
    before: [],
    folded: [line('orders', { state: 'recovered' }), line('stock', { state: 'left' })],
  },
  'a card that is not posted': {
    digest: digest(),
    before: [],
    folded: [withoutUrl(line('orders'))],
  },
  'the quiet hours': {
    digest: digest({ kind: 'quiet-hours', endedAt: noon }),
    before: [],
    folded: [
      line('orders'),
      line('carts'),
      line('stock', { state: 'recovered' }),
      line('tax', { state: 'left' }),
    ],
  },
  'the quiet hours, when all is well again': {
    digest: digest({ kind: 'quiet-hours', endedAt: noon }),
    before: [],
    folded: [line('orders', { state: 'recovered' }), line('carts', { state: 'recovered' })],
  },
};

function withoutUrl({ url: _, ...rest }: LinkedLine): LinkedLine {
  return rest;
}

describe.each(Object.entries(views))('the digest: %s', (_name, view) => {
  it('reads well, in the notification too', () => {
    const message = renderDigest({ ...view, mention });

    expect(read(message)).toMatchSnapshot();
    expect(readFallback(message)).toMatchSnapshot();
    expectAccepted(message);
  });
});

describe('a digest', () => {
  const many = Array.from({ length: 300 }, (_, index) => line(`service-${index}`, pull(`service-${index}`)));

  it('of very many counts those for which there is no room', () => {
    const message = renderDigest({ digest: digest(), before: five, folded: many, mention });

    expect(read(message)).toContain('305 problems at once here.');
    expect(read(message)).toContain('and 260 more');
    expectAccepted(message);
  });

  it('is shorter for a Slack that refuses it', () => {
    const view = { digest: digest(), before: five, folded: many, mention };

    const short = JSON.stringify(renderDigest({ ...view, isShort: true }));

    expect(short.length).toBeLessThan(JSON.stringify(renderDigest(view)).length / 2);
  });

  it.each([...hostileTexts, endless])('pings nobody by what others wrote: %#', (text) => {
    const problem: Problem = crash({ reason: 'ImagePullBackOff', image: `${text}.x/a:v1`, message: text });
    const hostile = line(text, { environment: text, version: text, cluster: text, problem, url: text });

    const message = renderDigest({
      digest: digest(),
      before: [hostile],
      folded: [hostile, hostile],
      mention,
    });

    expectAccepted(message);
    expectNoForeignEntity(message, [/^<!subteam\^S0PAY>$/]);
  });

  it('is one that Slack takes, whatever it tells of', () => {
    const anyLine: fc.Arbitrary<LinkedLine> = fc.record(
      {
        cardId: anyText,
        service: anyText,
        version: anyText,
        environment: anyText,
        cluster: anyText,
        problem: anyProblem,
        since: anyTime,
        state: fc.constantFrom('failing', 'seen-to', 'recovered', 'left'),
        url: fc.oneof(fc.webUrl(), anyText),
      },
      { requiredKeys: ['cardId', 'service', 'version', 'since', 'state'] },
    );
    const lines = fc.array(anyLine, { maxLength: 50 });
    fc.assert(
      fc.property(lines, lines, fc.boolean(), fc.boolean(), (before, folded, isOver, isShort) => {
        const over = isOver ? { endedAt: noon } : {};

        const message = renderDigest({ digest: digest(over), before, folded, mention, isShort });

        expectAccepted(message);
        expectNoForeignEntity(message, [/^<!subteam\^S0PAY>$/]);
      }),
    );
  });
});
