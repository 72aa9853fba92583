import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where this machine has a Chromium; undefined when it has none. */
export function findChromium(): string | undefined {
  return places.find((path) => existsSync(path));
}

/** A headless Chromium with an empty profile, which goes with it. It connects to nothing by itself. */
export async function openBrowser(
  executablePath: string,
  options: { width: number; height: number; isDark?: boolean; scale?: number },
) {
  const profile = await mkdtemp(join(tmpdir(), 'shipmate-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: options.width, height: options.height },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.isDark === true ? 'dark' : 'light',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
