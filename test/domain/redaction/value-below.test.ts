import { describe, expect, it } from 'vitest';
import { createRedaction, redact } from '../../../src/domain/redaction/redaction.ts';
import { madeUp } from './made-up.ts';

const secret = 'Tr0ub4dor&3';

/** `§` stands for the secret in the text and for its marker in the output. */
function expectHidden(text: string, rule: string, value: string): void {
  expect(redact(text.replace('§', value)).text).toBe(text.replace('§', `[hidden: ${rule}]`));
}

describe('a value on the line below its name is hidden', () => {
  it.each([
    ['after a bare name', 'Password:\n§\nport: 1', 'password', secret],
    ['after a bare name, with a blank line between', 'password:\n\n§\n\nWelcome', 'password', secret],
    ['after a sentence', 'Generated root password:\n§\ndone', 'password', secret],
    ['after a time and a level', '2026-01-02T03:04:05Z INFO admin password:\n§', 'password', secret],
    ['when it has no digits', 'Password:\n§', 'password', 'swordfish'],
    ['in YAML', 'db:\n  password:\n    §\n  port: 1', 'password', secret],
    ['in YAML, in words', 'password:\n  §\nport: 1', 'password', 'correct horse battery'],
    ['in YAML, in quotes', 'password:\n  "§"\nport: 1', 'password', 'correct horse: battery'],
    ['in YAML, with a tag', 'password: !!str\n  §\nport: 1', 'password', secret],
    ['in a list', 'passwords:\n- §\nport: 1', 'password', secret],
    ['in a deeper list', 'passwords:\n  - "§"\nport: 1', 'password', secret],
    ['in XML', '<password>\n  §\n</password>', 'password', secret],
    ['in XML, closed on its line', '<password>\n§</password>', 'password', secret],
    ['in a Ruby hash', '{:password =>\n  "§",\n :port => 1}', 'password', secret],
    ['for a token', 'token:\n  §', 'token', 'ab12'],
    ['for a token that is not below its name', 'Your token:\n§', 'token', 'ab12cd34ef'],
    ['for a key that looks random', 'key:\n§', 'secret-key', madeUp(32)],
    ['in a block of YAML', 'password: |\n  §\nport: 1', 'password', 'one two'],
    ['in a folded block with a comment', 'password: >- # changed\n  §\nport: 1', 'password', 'one two'],
    ['in a block with a tag', 'password: !vault |\n    §\nport: 1', 'password', '6162636465'],
    ['in a block with an indentation', 'secret: |2-\n  §\nport: 1', 'secret', 'a b'],
  ])('%s', (_where, text, rule, value) => {
    expectHidden(text, rule, value);
  });

  it('for each item of a list', () => {
    expect(redact('passwords:\n  - ab1\n  - cd2\nport: 1')).toEqual({
      text: 'passwords:\n  - [hidden: password]\n  - [hidden: password]\nport: 1',
      hidden: [{ rule: 'password', count: 2 }],
    });
  });

  it('unless the configuration allows it', () => {
    const redaction = createRedaction({ enabled: true, rules: [], allow: ['^swordfish$'] });

    expect(redact('Password:\nswordfish\nPassword:\nhunter22', redaction).text).toBe(
      'Password:\nswordfish\nPassword:\n[hidden: password]',
    );
  });
});

describe('a line below a telling name is shown', () => {
  it.each([
    ['that is a sentence', 'invalid password:\nmust have at least 8 characters'],
    ['that is one word of a sentence', 'Password:\nrequired'],
    ['that is another key', 'password:\nhost: db'],
    ['that is another variable', 'DB_PASSWORD:\nDB_HOST=localhost'],
    ['that is an empty variable above another', 'DB_PASSWORD=\nDB_HOST=localhost'],
    ['that is a mapping', 'password:\n  secretKeyRef:\n    name: payments\n    key: db'],
    ['that is a list of mappings', 'secrets:\n  - name: payments\n    optional: true'],
    ['that is a prompt and an answer of the program', 'Password:\nLogin incorrect for user app'],
    ['that is a frame', 'Error: bad token:\n    at verify (/srv/token.js:3:1)'],
    ['that is an object', 'token: \n{"a": 1}'],
    ['that has a time', 'password:\n2026-01-02T03:04:05Z connected'],
    ['that has a clock', 'password:\n03:04:05 connected'],
    ['that ends a block', 'token:\n---'],
    ['that has a placeholder', 'password:\n  ********\ntoken:\n  <redacted>'],
    ['that counts', 'tokens:\n128'],
    ['that names', 'secret:\npayments-credentials'],
    ['two blank lines further down', 'password:\n\n\nHello2World'],
  ])('%s', (_what, text) => {
    expect(redact(text)).toEqual({ text, hidden: [] });
  });
});
