import type { FastifyInstance } from 'fastify';
import { registerChooseTarget } from '../../handlers/actions/choose-target.ts';
import { registerRollBack } from '../../handlers/actions/roll-back.ts';
import { registerSecondWord } from '../../handlers/actions/second-word.ts';
import { registerRollBackConfirmed } from '../../handlers/views/roll-back-confirmed.ts';
import { registerBuildStep } from '../../handlers/webhooks/build-step.ts';
import { createSlackReceiver, type Slack } from '../adapters/slack/index.ts';
import { createAnswers } from '../app/answers.ts';
import { createAuthorise } from '../app/authorise.ts';
import type { Desk } from '../app/desk.ts';
import { createRecordBuildStep } from '../app/record-build-step.ts';
import { redactReport } from '../app/redact-foreign-text.ts';
import { createRollBack } from '../app/rollback/roll-back.ts';
import { createSecondWord } from '../app/rollback/second-word.ts';
import type { Config } from '../config/schema.ts';
import type { StepReport } from '../domain/build/build.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Replica } from '../ports/replica.ts';
import { permissionRules } from './permission-rules.ts';

interface Edges {
  readonly desk: Desk;
  readonly slack: Slack;
  readonly redaction: Redaction;
  readonly replica: Replica;
}

/** What people and pipelines ask. Every replica answers; what must be done once is stored, and done by whoever leads. */
export async function mountEdges(
  server: FastifyInstance,
  config: Config,
  { desk, slack, redaction, replica }: Edges,
): Promise<void> {
  const { store, clock, ids, log } = desk;
  const authorise = createAuthorise(slack.people, {
    teams: config.teams,
    rules: permissionRules(config.permissions),
  });
  const runRollback = { run: async () => replica.nudge('rollbacks') };
  const rollBack = createRollBack(desk, authorise, runRollback);
  const secondWord = createSecondWord(desk, authorise, runRollback);
  const answers = createAnswers({ store, clock, ids, onStored: () => replica.nudge('messages') });
  const receiver = createSlackReceiver({
    signingSecret: config.slack.signingSecret,
    clock,
    remember: (key) => store.rememberRequest({ key, at: clock.now() }),
    log,
  });
  const presses = { rollBack, chat: slack.chat, answers, clock, log };
  registerRollBack(receiver.app, presses);
  registerChooseTarget(receiver.app, presses);
  registerSecondWord(receiver.app, { secondWord, answers, log });
  registerRollBackConfirmed(receiver.app, { rollBack, log });
  await server.register(receiver.plugin);

  const buildSteps = createRecordBuildStep(desk);
  const record = (report: StepReport) => buildSteps.record(redactReport(report, redaction));
  registerBuildStep(server, { record }, config.builds.tokens);
}
