import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 15_000, hookTimeout: 15_000, restoreMocks: true };

/** Rooms of pure functions: their tests share nothing that could leak, so they share their workers. */
const pure = ['domain', 'messages', 'config', 'repository', 'deploy', 'bench'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    // Whole-bot dialogues mostly wait: for pods, for back-offs, for Slack. Two a core keep two cores busy.
    maxWorkers: 4,
    projects: [
      { test: { ...shared, name: 'pure', include: pure, isolate: false } },
      { test: { ...shared, name: 'live', include: ['test/**/*.test.ts'], exclude: pure } },
    ],
  },
});
