import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 15_000, hookTimeout: 15_000, restoreMocks: true };

/** Rooms whose tests leave nothing behind, neither in modules nor in the process: they share their workers. */
const tidy = [
  'domain',
  'messages',
  'config',
  'repository',
  'deploy',
  'bench',
  'app',
  'http',
  'sandbox',
  'adapters/kubernetes',
  'adapters/store',
].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    // Whole-bot dialogues mostly wait: for pods, for back-offs, for Slack. Three a core keep two cores busy.
    maxWorkers: 6,
    globalSetup: 'test/postgres/global-setup.ts',
    projects: [
      { test: { ...shared, name: 'tidy', include: tidy, isolate: false } },
      { test: { ...shared, name: 'apart', include: ['test/**/*.test.ts'], exclude: tidy } },
    ],
  },
});
