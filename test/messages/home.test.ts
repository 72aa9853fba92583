import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HomeView, renderHome } from '../../messages/home.ts';
import { checkView } from '../../sandbox/slack/blocks/check-view.ts';
import { expectNoForeignEntity } from './accepted.ts';
import { anyProblem, anyText, anyTime } from './arbitrary-card.ts';
import { crash, minutes } from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { noon, plain, read } from './read.ts';

const full = { renderer: 'plan', isShort: false } as const;
const nothing = { red: [], moving: [], ended: [] };
const about = (service: string) => ({
  cardId: service,
  service,
  team: 'payments',
  version: 'v12',
  author: 'Ada',
  environment: 'prod',
  url: `https://acme.slack.test/archives/C0PAY/p${service.length}`,
});
const built = (service: string) => {
  const { environment: _, ...rest } = about(service);
  return rest;
};
const own: HomeView['own'] = {
  red: [
    {
      kind: 'red',
      ...about('orders'),
      since: noon - minutes(3),
      isSeenTo: false,
      problem: crash({ container: 'orders' }),
    },
    { kind: 'red', ...about('carts'), since: noon - minutes(9), isSeenTo: true },
  ],
  moving: [
    { kind: 'moving', stage: 'rolling-out', ...about('ledger'), since: noon - minutes(1) },
    { kind: 'moving', stage: 'built', ...built('prices'), since: noon - minutes(2) },
  ],
  ended: [
    { kind: 'ended', ...about('payments-api'), how: 'succeeded', at: noon - minutes(30) },
    { kind: 'ended', ...about('refunds'), how: 'rolled-back', at: noon - minutes(60) },
    { kind: 'ended', ...about('tax'), how: 'timed-out', at: noon - minutes(90) },
  ],
};
const view: HomeView = {
  at: noon,
  since: noon - minutes(36 * 60),
  teams: ['payments'],
  own,
  others: own,
  locks: [
    {
      service: 'payments-api',
      environment: 'prod',
      by: { userId: 'U0ADA', name: 'Ada' },
      at: noon,
      until: noon + minutes(60),
      cause: { kind: 'rollback', from: 'v43', to: 'v42', cardId: 'card-1' },
    },
  ],
  mutes: [
    {
      scope: { kind: 'service', service: 'orders' },
      until: noon + minutes(60),
      by: { userId: 'U0MEI', name: 'Mei' },
      at: noon,
      reason: 'load test',
      heardIn: [],
    },
  ],
};

const blocksOf = (of: HomeView, style: Parameters<typeof renderHome>[1] = full) => {
  const { blocks } = plain([renderHome(of, style)])[0] ?? {};
  return Array.isArray(blocks) ? blocks : [];
};
const readHome = (of: HomeView, style?: Parameters<typeof renderHome>[1]) =>
  read({ text: '', blocks: blocksOf(of, style) });
const refused = (of: HomeView, style: Parameters<typeof renderHome>[1] = full) =>
  plain([renderHome(of, style)]).flatMap((each) => checkView(each, 'home'));

describe('the Home tab', () => {
  it.each<[string, HomeView, Parameters<typeof renderHome>[1]]>([
    ['of a member of a team', view, full],
    ['of somebody in no team', { ...view, teams: [], own: nothing }, full],
    ['where nothing happened', { ...view, own: nothing, others: nothing, locks: [], mutes: [] }, full],
    ['where rich text is not taken', view, { ...full, renderer: 'plain' }],
  ])('%s', (_what, of, style) => {
    expect(readHome(of, style)).toMatchSnapshot();
    expect(refused(of, style)).toEqual([]);
  });

  it('says how much it leaves out', () => {
    const ended = Array.from({ length: 300 }, (_, index) => ({
      kind: 'ended' as const,
      ...about(`service-${index}`),
      how: 'succeeded' as const,
      at: noon - index,
    }));

    const text = readHome({ ...view, own: { ...nothing, ended } });
    const short = readHome({ ...view, own: { ...nothing, ended } }, { ...full, isShort: true });

    expect(text).toContain('Since yesterday: 300 live');
    expect(text).toContain('and 275 more');
    expect(short).toContain('and 292 more');
    expect(short.length).toBeLessThan(text.length);
  });

  it('is within what Slack takes, whatever is in it', () => {
    const anyLine = fc.record({
      service: anyText,
      version: anyText,
      author: anyText,
      environment: anyText,
      team: anyText,
    });
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 60 }),
        anyTime,
        anyProblem,
        fc.boolean(),
        (lines, at, problem, isShort) => {
          const red = lines.map((line) => ({
            kind: 'red' as const,
            cardId: 'c',
            ...line,
            since: at,
            isSeenTo: false,
            problem,
          }));
          const moving = lines.map((line) => ({
            kind: 'moving' as const,
            stage: 'building' as const,
            cardId: 'c',
            ...line,
            since: at,
          }));
          const ended = lines.map((line) => ({
            kind: 'ended' as const,
            cardId: 'c',
            ...line,
            how: 'failed' as const,
            at,
          }));
          const of = {
            ...view,
            teams: lines.map(({ team }) => team),
            own: { red, moving, ended },
            others: { red, moving, ended },
          };

          for (const renderer of ['plan', 'plain'] as const) {
            expect(refused(of, { renderer, isShort })).toEqual([]);
            expect(JSON.stringify(renderHome(of, { renderer, isShort })).length).toBeLessThan(250_000);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([...hostileTexts, endless])('shows foreign text as text: %j', (text) => {
    const line = { ...about(text), version: text, author: text, environment: text, team: text };
    const lines: HomeView['own'] = {
      red: [
        {
          kind: 'red',
          ...line,
          since: noon,
          isSeenTo: false,
          problem: crash({ container: text, message: text }),
        },
      ],
      moving: [{ kind: 'moving', stage: 'built', ...line, since: noon }],
      ended: [{ kind: 'ended', ...line, how: 'succeeded', at: noon }],
    };
    const of = { ...view, teams: [text], own: lines, others: lines };

    expect(refused(of)).toEqual([]);
    expectNoForeignEntity({ text: '', blocks: blocksOf(of) as never });
  });
});
