import { describe, expect, it } from 'vitest';
import { type } from './terminal.ts';

describe('shipmate config schema', () => {
  it('prints JSON Schema in which values may be interpolated', async () => {
    const { code, stdout } = await type('config schema');
    const schema = JSON.parse(stdout);

    expect(code).toBe(0);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.required).toEqual(['slack', 'clusters']);
    expect(schema.properties.server.properties.port.type).toEqual(['integer', 'string']);
    expect(schema.properties.slack.properties.botToken).toMatchObject({ type: 'string', writeOnly: true });
  });

  it('has patterns that take what the configuration takes, and references', async () => {
    const { properties } = JSON.parse((await type('config schema')).stdout);
    const channel = new RegExp(properties.teams.items.properties.channel.pattern, 'u');

    expect(['#team-payments', 'C0123ABCD', '$' + '{CHANNEL}'].filter((text) => !channel.test(text))).toEqual(
      [],
    );
    expect(['team payments', '#Team', ''].filter((text) => channel.test(text))).toEqual([]);
  });

  it('writes the generated files with --write', async () => {
    const { code, stdout, written } = await type('config schema --write');

    expect(code).toBe(0);
    expect(stdout).toBe('wrote src/config/shipmate.schema.json\nwrote CONFIGURATION.md');
    expect([...written.keys()].map((path) => path.split('/').at(-1))).toEqual([
      'shipmate.schema.json',
      'CONFIGURATION.md',
    ]);
  });
});
