import type { FastifyInstance } from 'fastify';
import { registerChooseTarget } from '../../handlers/actions/choose-target.ts';
import { registerMute } from '../../handlers/actions/mute.ts';
import { registerRollBack } from '../../handlers/actions/roll-back.ts';
import { registerSecondWord } from '../../handlers/actions/second-word.ts';
import { registerUnlock } from '../../handlers/actions/unlock.ts';
import { lockCommands, muteCommands } from '../../handlers/commands/shipmate/index.ts';
import { registerShipmate } from '../../handlers/commands/shipmate.ts';
import { registerRollBackConfirmed } from '../../handlers/views/roll-back-confirmed.ts';
import { registerBuildStep } from '../../handlers/webhooks/build-step.ts';
import { registerLockStatus } from '../../handlers/webhooks/lock-status.ts';
import { createSlackReceiver, type Slack } from '../adapters/slack/index.ts';
import { createAnswers } from '../app/answers.ts';
import type { Authorise } from '../app/authorise.ts';
import type { Desk } from '../app/desk.ts';
import { createLocks, type Locks } from '../app/locks/locks.ts';
import { createMutes } from '../app/quiet/mutes.ts';
import { createRenewCards } from '../app/quiet/renew-cards.ts';
import { createRecordBuildStep } from '../app/record-build-step.ts';
import { redactReport } from '../app/redact-foreign-text.ts';
import { createRollBack } from '../app/rollback/roll-back.ts';
import { createSecondWord } from '../app/rollback/second-word.ts';
import type { Config } from '../config/schema.ts';
import type { StepReport } from '../domain/build/build.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Replica } from '../ports/replica.ts';
import { knownNames, muteSettings } from './quiet-settings.ts';

interface Edges {
  readonly desk: Desk;
  readonly slack: Slack;
  readonly authorise: Authorise;
  readonly redaction: Redaction;
  readonly replica: Replica;
}

/** What people and pipelines ask. Every replica answers; what must be done once is stored, and done by whoever leads. */
export async function mountEdges(server: FastifyInstance, config: Config, edges: Edges): Promise<void> {
  const { desk, authorise, redaction } = edges;
  const locks = createLocks(desk, authorise, knownNames(config));
  await server.register(composeSlack(config, edges, locks));

  const { tokens } = config.builds;
  const buildSteps = createRecordBuildStep(desk);
  const record = (report: StepReport) => buildSteps.record(redactReport(report, redaction));
  registerBuildStep(server, { record }, tokens);
  registerLockStatus(server, { locks, tokens, log: desk.log });
}

function composeSlack(config: Config, { desk, slack, authorise, replica }: Edges, locks: Locks) {
  const { store, clock, ids, log } = desk;
  const { app, plugin } = createSlackReceiver({
    signingSecret: config.slack.signingSecret,
    clock,
    remember: (key) => store.rememberRequest({ key, at: clock.now() }),
    log,
  });
  const answers = createAnswers({ store, clock, ids, onStored: desk.onMarked });
  const runRollback = { run: async () => replica.nudge('rollbacks') };
  const rollBack = createRollBack(desk, authorise, runRollback);
  const presses = { rollBack, chat: slack.chat, answers, clock, log };
  registerRollBack(app, presses);
  registerChooseTarget(app, presses);
  registerSecondWord(app, { secondWord: createSecondWord(desk, authorise, runRollback), answers, log });
  registerRollBackConfirmed(app, { rollBack, log });
  const mutes = createMutes(desk, muteSettings(config, slack.people), createRenewCards(desk));
  registerMute(app, { mutes, answers, log });
  registerUnlock(app, { locks, answers, log });
  registerShipmate(app, { subcommands: [...muteCommands(mutes), ...lockCommands(locks)], answers, log });
  return plugin;
}
