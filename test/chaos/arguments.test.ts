import { describe, expect, it } from 'vitest';
import { commandFor, readArguments } from './arguments.ts';
import { chaosFigures, failureText, isFine, type Outcome, outcomeLine } from './report.ts';

function requestOf(...words: readonly string[]) {
  const asked = readArguments(words);
  if (asked.kind !== 'chaos') throw new Error(JSON.stringify(asked));
  return asked.request;
}

describe('the words after npm run chaos', () => {
  it('need not be there', () => {
    expect(requestOf()).toMatchObject({ runs: 200, seed: 1, rollouts: 50, bots: 1, engine: 'sqlite' });
    expect(requestOf()).not.toHaveProperty('minutes');
  });

  it('choose', () => {
    expect(requestOf('--runs', '3', '--seed', '17', '--minutes', '5')).toMatchObject({
      runs: 3,
      seed: 17,
      minutes: 5,
    });
  });

  it.each([
    [['--runs', '0'], '--runs 0: expected a whole number above 0'],
    [['--seed', 'x'], '--seed x: expected a whole number above 0'],
    [['--engine', 'oracle'], '--engine oracle: expected sqlite or postgres'],
    [['--bots', '2'], '--bots 2: several need --engine postgres'],
    [['--frobnicate'], 'frobnicate'],
    [['more'], 'more'],
  ])('are refused: %j', (words, because) => {
    expect(readArguments(words)).toMatchObject({ kind: 'wrong', because: expect.stringContaining(because) });
  });

  it('may ask for help', () => {
    expect(readArguments(['--help'])).toEqual({ kind: 'help' });
  });

  it('are said again for one seed, so that it can be played again', () => {
    const request = requestOf('--runs', '9', '--rollouts', '20');

    const command = commandFor(request, 4);

    const [, words = ''] = command.split('npm run chaos -- ');
    expect(requestOf(...words.split(' '))).toEqual({ ...request, runs: 1, seed: 4 });
  });
});

const result = {
  seed: 3,
  findings: [],
  releases: 52,
  owed: 40,
  kills: 5,
  storms: 0,
  slackCalls: 300,
  tookMs: 1,
  stalledMs: 0,
  discarded: [],
  notes: ['ledger v2 is deployed'],
  transcripts: ['#shop'],
  logged: ['the end'],
};
const fine: Outcome = { kind: 'played', seed: 3, result };
const found: Outcome = {
  kind: 'played',
  seed: 4,
  result: { ...result, findings: [{ kind: 'wrong-card', where: 'ledger v2', what: 'expected: live' }] },
};
const unplayed: Outcome = { kind: 'failed', seed: 5, because: 'no port' };

describe('the report', () => {
  it('has a line for each run', () => {
    expect([fine, found, unplayed].map((outcome) => outcomeLine(outcome, 12))).toEqual([
      '✓ seed 3: 52 releases (40 owed), 5 kills, 300 calls of Slack, 12 s',
      '✗ seed 4: 1 findings; 52 releases (40 owed), 5 kills, 300 calls of Slack, 12 s',
      '✗ seed 5: could not be played (12 s)',
    ]);
    expect([fine, found, unplayed].map(isFine)).toEqual([true, false, false]);
  });

  it('tells of what was found before a run was played again, and counts such runs', () => {
    const discarded = [
      {
        stalledMs: 4_200,
        findings: [{ kind: 'duplicate-message' as const, where: 'ledger v2', what: 'one more card:\nlive' }],
      },
    ];
    const again: Outcome = { kind: 'played', seed: 7, result: { ...result, discarded } };

    expect(outcomeLine(again, 12).split('\n').slice(1)).toEqual([
      '  played again at half the pace, after a stall of 4.2 s; not counted:',
      '    duplicate-message: ledger v2: one more card: | live',
    ]);
    expect(isFine(again)).toBe(true);
    expect(chaosFigures([fine, again], requestOf())[0]).toMatchObject({ value: 2, played_again: 1 });
  });

  it('names the storms where there were some', () => {
    const stormy: Outcome = { kind: 'played', seed: 6, result: { ...result, storms: 2 } };

    expect(outcomeLine(stormy, 12)).toContain('5 kills, 2 storms, 300 calls');
    expect(chaosFigures([fine, stormy], requestOf())[0]).toMatchObject({ value: 2, storms: 2 });
  });

  it('tells of a failure how to see it again, what differed, the plan and the transcript', () => {
    const text = failureText(found, requestOf());

    for (const part of [
      'npm run chaos -- --runs 1 --seed 4',
      '✗ wrong-card: ledger v2: expected: live',
      'payments-api (Deployment',
      'ledger v2 is deployed',
      '#shop',
      'the end',
    ])
      expect(text).toContain(part);
  });

  it('counts', () => {
    const figures = chaosFigures([fine, found, unplayed], requestOf());

    expect(Object.fromEntries(figures.map(({ figure, value }) => [figure, value]))).toEqual({
      'chaos.runs': 3,
      'chaos.releases': 104,
      'chaos.missing_verdicts': 0,
      'chaos.duplicate_messages': 0,
      'chaos.wrong_cards': 1,
      'chaos.floods': 0,
      'chaos.broken_runs': 1,
    });
  });
});
