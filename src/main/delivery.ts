import type { Slack } from '../adapters/slack/index.ts';
import { createDelivery, type Delivery } from '../app/deliver.ts';
import { answerSubject } from '../app/subjects/answer-subject.ts';
import { createCardSubject } from '../app/subjects/card-subject.ts';
import { createDigestSubject } from '../app/subjects/digest-subject.ts';
import { createHomeSubject } from '../app/subjects/home-subject.ts';
import { operatorSubject } from '../app/subjects/operator-subject.ts';
import { createPersonSubject } from '../app/subjects/person-subject.ts';
import type { Config } from '../config/schema.ts';
import type { Clock, Log, Store } from '../ports.ts';

interface Surroundings {
  readonly store: Store;
  readonly slack: Slack;
  readonly clock: Clock;
  readonly log: Log;
}

/** Every kind of subject that Shipmate shows is named here. */
export function composeDelivery(config: Config, { store, slack, clock, log }: Surroundings): Delivery {
  const { fallbackChannel, renderer } = config.slack;
  const now = () => clock.now();
  return createDelivery({
    store,
    chat: slack.chat,
    clock,
    log,
    sources: {
      card: createCardSubject({ teams: config.teams, renderer, now }),
      answer: answerSubject,
      digest: createDigestSubject({ teams: config.teams, workspaceUrl: slack.workspaceUrl }),
      operator: operatorSubject,
      home: createHomeSubject({ workspaceUrl: slack.workspaceUrl, now }),
      person: createPersonSubject({ renderer, now }),
    },
    ...(fallbackChannel === undefined ? {} : { fallbackChannel }),
  });
}
