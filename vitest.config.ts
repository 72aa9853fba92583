import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    hookTimeout: 15_000,
    // Whole-bot dialogues start servers and databases of their own; two cores are what many machines have.
    maxWorkers: 2,
    restoreMocks: true,
  },
});
