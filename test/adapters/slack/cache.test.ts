import { describe, expect, it } from 'vitest';
import { createCache } from '../../../src/adapters/slack/cache.ts';

function setUp(maxEntries = 2) {
  const loaded: string[] = [];
  let now = 0;
  const cache = createCache<string>({
    clock: { now: () => now },
    maxAgeMs: 100,
    maxEntries,
    load: async (key) => {
      loaded.push(key);
      if (key === 'broken') throw new Error('not today');
      return `${key} ${loaded.length}`;
    },
  });
  return {
    cache,
    loaded,
    wait(ms: number) {
      now += ms;
    },
  };
}

describe('the cache of Slack answers', () => {
  it('shares one load among those who ask at the same time', async () => {
    const { cache, loaded } = setUp();

    const answers = await Promise.all([cache('a'), cache('a'), cache('a')]);

    expect(answers).toEqual(['a 1', 'a 1', 'a 1']);
    expect(loaded).toEqual(['a']);
  });

  it('asks again when an answer is old', async () => {
    const { cache, wait } = setUp();
    await cache('a');
    wait(99);
    const fresh = await cache('a');
    wait(1);

    expect(fresh).toBe('a 1');
    expect(await cache('a')).toBe('a 2');
  });

  it('holds no more than it may, and lets the oldest go', async () => {
    const { cache, loaded } = setUp();
    for (const key of ['a', 'b', 'c']) await cache(key);

    await cache('c');
    await cache('a');

    expect(loaded).toEqual(['a', 'b', 'c', 'a']);
  });

  it('does not keep a failure', async () => {
    const { cache, loaded } = setUp();

    await expect(cache('broken')).rejects.toThrow('not today');
    await expect(cache('broken')).rejects.toThrow('not today');

    expect(loaded).toEqual(['broken', 'broken']);
  });
});
