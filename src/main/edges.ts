import type { FastifyInstance } from 'fastify';
import { registerChooseTarget } from '../../handlers/actions/choose-target.ts';
import { registerMute } from '../../handlers/actions/mute.ts';
import { registerRefreshHome } from '../../handlers/actions/refresh-home.ts';
import { registerResumeFlux } from '../../handlers/actions/resume-flux.ts';
import { registerRollBack } from '../../handlers/actions/roll-back.ts';
import { registerSecondWord } from '../../handlers/actions/second-word.ts';
import { registerUnlock } from '../../handlers/actions/unlock.ts';
import { lockCommands, muteCommands, notifyCommands } from '../../handlers/commands/shipmate/index.ts';
import { registerShipmate } from '../../handlers/commands/shipmate.ts';
import { registerHomeOpened } from '../../handlers/events/home-opened.ts';
import { registerRollBackConfirmed } from '../../handlers/views/roll-back-confirmed.ts';
import { registerBuildStep } from '../../handlers/webhooks/build-step.ts';
import { registerLockStatus } from '../../handlers/webhooks/lock-status.ts';
import type { GitHub } from '../adapters/github/index.ts';
import type { Slack, SlackReceiver } from '../adapters/slack/index.ts';
import { type Answers, createAnswers } from '../app/answers.ts';
import type { Authorise } from '../app/authorise.ts';
import type { Desk } from '../app/desk.ts';
import { createOpenHome } from '../app/home/open-home.ts';
import type { Inbox } from '../app/inbox.ts';
import { createLocks, type Locks } from '../app/locks/locks.ts';
import { createMutes } from '../app/quiet/mutes.ts';
import { createRenewCards } from '../app/quiet/renew-cards.ts';
import { createSubscriptions } from '../app/quiet/subscriptions.ts';
import { createRecordBuildStep } from '../app/record-build-step.ts';
import { createReportBuildStep } from '../app/report-build-step.ts';
import { createEndSuspension } from '../app/rollback/end-suspension.ts';
import { createRollBack } from '../app/rollback/roll-back.ts';
import { createSecondWord } from '../app/rollback/second-word.ts';
import type { Config } from '../config/schema.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Replica } from '../ports/replica.ts';
import { mountDeployments } from './deployments.ts';
import { composeInbox } from './inbox.ts';
import { knownNames, muteSettings } from './quiet-settings.ts';

interface Edges {
  readonly desk: Desk;
  readonly slack: Slack;
  readonly authorise: Authorise;
  readonly redaction: Redaction;
  readonly replica: Replica;
  readonly github: GitHub | undefined;
}

/**
 * What people and pipelines ask. Every replica answers; what must be done once is stored, and done by whoever leads. The
 * inbox is still to be started.
 */
export async function mountEdges(server: FastifyInstance, config: Config, edges: Edges): Promise<Inbox> {
  const { desk, slack, authorise, redaction, github } = edges;
  const { store, clock, ids, log } = desk;
  const answers = createAnswers({ store, clock, ids, onStored: desk.onMarked });
  const { inbox, receiver } = composeInbox(config, { store, slack, answers, clock, ids, log });
  const names = knownNames(config);
  const locks = createLocks(desk, authorise, names);
  listenToPeople(receiver.app, { config, edges, answers, locks });
  await server.register(receiver.plugin);

  const { tokens } = config.builds;
  const buildSteps = createRecordBuildStep(desk);
  registerBuildStep(server, createReportBuildStep({ inbox, buildSteps, redaction }), tokens);
  registerLockStatus(server, { locks, tokens, environments: names.environments, log });
  await mountDeployments(server, config, { desk, inbox, locks, github });
  return inbox;
}

interface People {
  readonly config: Config;
  readonly edges: Edges;
  readonly answers: Answers;
  readonly locks: Locks;
}

function listenToPeople(app: SlackReceiver['app'], { config, edges, answers, locks }: People): void {
  const { desk, slack, authorise, replica } = edges;
  const { clock, log } = desk;
  const runRollback = { run: async () => replica.nudge('rollbacks') };
  const rollBack = createRollBack(desk, authorise, runRollback);
  const presses = { rollBack, chat: slack.chat, answers, clock, log };
  registerRollBack(app, presses);
  registerChooseTarget(app, presses);
  registerSecondWord(app, { secondWord: createSecondWord(desk, authorise, runRollback), answers, log });
  registerResumeFlux(app, { endSuspension: createEndSuspension(desk, authorise), answers, log });
  registerRollBackConfirmed(app, { rollBack, log });
  const mutes = createMutes(desk, muteSettings(config, slack), createRenewCards(desk));
  registerMute(app, { mutes, answers, log });
  registerUnlock(app, { locks, answers, log });
  const openHome = createOpenHome(desk, slack.people, config.teams);
  registerHomeOpened(app, openHome);
  registerRefreshHome(app, { openHome, answers, log });
  const subcommands = [
    ...muteCommands(mutes),
    ...lockCommands(locks),
    ...notifyCommands(createSubscriptions(desk, slack.people)),
  ];
  registerShipmate(app, { subcommands, answers, log });
}
