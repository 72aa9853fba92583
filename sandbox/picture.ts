import { findChromium, openBrowser } from './browser.ts';
import { createDeployer } from './browser-sandbox.ts';
import { startPage } from './page/server.ts';
import { startWorld } from './world.ts';

const target = 'docs/failing-card.png';

/** `npm run picture`: the README's pictures, made from the running sandbox. */
async function main(): Promise<number> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    process.stderr.write('No Chromium here. On Debian: apt-get install chromium\n');
    return 1;
  }
  const world = await startWorld({ pace: 0.5 });
  const page = await startPage({ slack: world.slack, deployer: createDeployer(world) });
  const browser = await openBrowser(executablePath, { width: 1100, height: 900, scale: 2 });
  try {
    await world.pipeline.build({
      service: 'payments-api',
      version: 'v42',
      title: 'Retry card captures',
      author: 'Ada',
    });
    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.slack.waitFor(() =>
      world.slack
        .messages('#team-payments')
        .some((message) => world.slack.describeMessage(message).includes('is live')),
    );
    await world.pipeline.build({
      service: 'payments-api',
      version: 'v43',
      title: 'Make the pool size configurable',
      author: 'Ada',
    });
    await world.deploy({ version: 'v43', behaviour: 'crashing' });
    const tab = await browser.context.newPage();
    await tab.goto(`${page.url}/?as=U0ADA&channel=C0PAYMENTS`);
    const card = tab.getByTestId('message').filter({ hasText: 'payments-api · v43' }).first();
    await card.getByText('fatal: cannot start').first().waitFor();
    await tab.waitForTimeout(1500);
    await card.screenshot({ path: target });
    await tab.screenshot({ path: 'docs/sandbox.png' });
    await tab.getByTestId('open-home').click();
    await tab.getByTestId('home').getByText('Needs somebody').waitFor();
    const pane = await tab.getByTestId('home').boundingBox();
    if (pane !== null) await tab.screenshot({ path: 'docs/home-tab.png', clip: { ...pane, height: 380 } });
    process.stdout.write(`${target}\n`);
    return 0;
  } finally {
    await browser.close();
    await page.close();
    await world.close();
  }
}

process.exitCode = await main();
