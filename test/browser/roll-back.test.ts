import { describe, expect, it, onTestFinished } from 'vitest';
import { findChromium, openBrowser } from '../../sandbox/browser.ts';
import { createDeployer } from '../../sandbox/browser-sandbox.ts';
import { startPage } from '../../sandbox/page/server.ts';
import { startDialogue } from '../bot/dialogue.ts';

const executablePath = findChromium();
const isRequired = process.env['CI'] === 'true';
if (executablePath === undefined && !isRequired) {
  process.stderr.write(
    'The browser test is skipped: no Chromium here. On Debian: apt-get install chromium\n',
  );
}

async function openSandbox() {
  if (executablePath === undefined) throw new Error('no Chromium here; on Debian: apt-get install chromium');
  const world = await startDialogue();
  const page = await startPage({ slack: world.slack, deployer: createDeployer(world) });
  onTestFinished(() => page.close());
  const browser = await openBrowser(executablePath, { width: 1280, height: 900 });
  onTestFinished(() => browser.close());
  const tab = await browser.context.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(`${page.url}/?as=U0ADA&channel=C0PAYMENTS`);
  return { world, tab, errors };
}

describe('the sandbox in a browser', () => {
  it.skipIf(executablePath === undefined && !isRequired)(
    'deploys a crashing version, and Ada rolls it back',
    async () => {
      const { world, tab, errors } = await openSandbox();

      await tab.getByTestId('deploy-crashing').click();
      const card = tab.getByTestId('message').filter({ hasText: 'payments-api · v42' }).first();
      await card.getByText('DB_POOL_SIZE must be a number').first().waitFor();
      await card.getByRole('button', { name: 'Roll back to v41' }).click();
      const modal = tab.getByTestId('modal');
      await modal.waitFor();
      await tab.getByTestId('modal-submit').click();
      await card
        .getByText(/rolled back by/i)
        .first()
        .waitFor();

      expect(await card.innerText()).toContain('3 of 3 pods on v41');
      expect(await modal.count()).toBe(0);
      expect(world.kubernetes.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
      expect(errors).toEqual([]);
    },
    60_000,
  );

  it.skipIf(executablePath === undefined && !isRequired)(
    'tells Mei of another team who may',
    async () => {
      const { world, tab, errors } = await openSandbox();

      await tab.locator('label', { has: tab.getByTestId('viewer-U0MEI') }).click();
      await tab.getByTestId('channel-team-payments').click();
      await tab.getByTestId('deploy-crashing').click();
      const card = tab.getByTestId('message').filter({ hasText: 'payments-api · v42' }).first();
      await card.getByRole('button', { name: 'Roll back to v41' }).click();
      await tab.getByText('needs someone of team payments or sre').waitFor();

      expect(await tab.getByTestId('modal').count()).toBe(0);
      expect(world.kubernetes.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
      expect(errors).toEqual([]);
    },
    60_000,
  );

  it.skipIf(executablePath === undefined && !isRequired)(
    'suggests no command that does not exist, answers one as Slack does, and marks bad versions red',
    async () => {
      const { tab, errors } = await openSandbox();
      const barOf = (testId: string) =>
        tab.evaluate<string>(
          `getComputedStyle(document.querySelector('[data-testid="${testId}"]'), '::before').backgroundColor`,
        );
      const composer = tab.getByTestId('composer').first();

      const suggestion = await composer.getAttribute('placeholder');
      await composer.fill('/oncall payments');
      await composer.press('Enter');
      await tab.getByText('/oncall is not a valid command').waitFor();

      expect(suggestion).toBe('Message #team-payments, or a command such as /shipmate');
      expect(await tab.getByText('Slackbot', { exact: true }).count()).toBe(1);
      expect(await barOf('deploy-oom')).toBe(await barOf('deploy-crashing'));
      expect(await barOf('deploy-slow')).not.toBe(await barOf('deploy-crashing'));
      expect(await barOf('deploy-good')).not.toBe(await barOf('deploy-crashing'));
      expect(errors).toEqual([]);
    },
    60_000,
  );

  it.skipIf(executablePath === undefined && !isRequired)(
    'leads from the Home tab to the card without leaving the page, and shows the tab of whoever looks next',
    async () => {
      const { world, tab, errors } = await openSandbox();
      const button = `document.querySelector('[data-testid="open-home"]').dataset`;
      await tab.getByTestId('open-home').waitFor();
      await tab.evaluate(`${button}['seen'] = 'yes'`);
      await world.deploy({ version: 'v42', behaviour: 'crashing' });
      const card = tab.getByTestId('message').filter({ hasText: 'payments-api · v42' }).first();
      await card.getByText('DB_POOL_SIZE must be a number').first().waitFor();
      const home = tab.getByTestId('home');
      // One that is drawn anew with every change in the channel loses the click that is under way.
      const isSameButton = await tab.evaluate<boolean>(`${button}['seen'] === 'yes'`);

      await tab.getByTestId('open-home').click();
      await home.getByText('Your team: payments').waitFor();
      await tab.locator('label', { has: tab.getByTestId('viewer-U0MEI') }).click();
      await home.getByText('Your team: search').waitFor();
      await home.getByRole('link', { name: 'payments-api v42' }).click();
      await card.waitFor();

      expect(isSameButton).toBe(true);
      expect(await home.isVisible()).toBe(false);
      expect(
        tab
          .context()
          .pages()
          .map((each) => new URL(each.url()).host),
      ).not.toContain('acme.slack.com');
      expect(errors).toEqual([]);
    },
    60_000,
  );
});
