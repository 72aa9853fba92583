import { describe, expect, it } from 'vitest';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import {
  type CommandHelp,
  renderHelp,
  renderUnknownCommand,
  renderUsage,
  renderWrongUsage,
} from '../../messages/command-help.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { endless, hostileTexts } from './hostile.ts';
import { read } from './read.ts';

const mute: CommandHelp = {
  name: 'mute',
  usage: 'mute <service> [2h] [reason]',
  summary: 'hear nothing of a service for a while',
  example: 'mute payments-api 2h',
};
const mutes: CommandHelp = { name: 'mutes', usage: 'mutes', summary: 'what is muted', example: 'mutes' };
const helps = [mute, mutes];

describe('help', () => {
  it.each([
    ['everything', renderHelp('/shipmate', helps)],
    ['one command', renderUsage('/shipmate', mute)],
    [
      'a command that was typed wrong',
      renderWrongUsage('/shipmate', mute, 'Which service? Its name is missing.'),
    ],
    ['an unknown word', renderUnknownCommand('/shipmate', { word: 'mtue', nearest: 'mute', helps })],
    [
      'an unknown word like none',
      renderUnknownCommand('/shipmate', { word: 'dance', nearest: undefined, helps }),
    ],
    ['an error', renderCommandFailure('7Q4F')],
  ])('on %s reads well', (_what, message) => {
    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });

  it.each([...hostileTexts, endless])('pings nobody by what was typed: %#', (text) => {
    const messages = [
      renderUnknownCommand('/shipmate', { word: text, nearest: undefined, helps }),
      renderWrongUsage('/shipmate', mute, `I do not understand “${text}” after the service.`),
    ];

    for (const message of messages) {
      expectAccepted(message);
      expectNoForeignEntity(message);
    }
  });
});
