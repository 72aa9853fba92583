import { deploymentComment } from '../../../messages/deployment-comment.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { type DeploymentVerdict, isApproved } from '../../domain/lock/deployment-word.ts';
import type { Lock } from '../../domain/lock/lock.ts';
import type { DeploymentGate } from '../../ports/deployment-gate.ts';
import type { Settle, Store } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import type { Inbox } from '../inbox.ts';
import type { Locks, Place } from './locks.ts';

/** A deployment that waits at GitHub for somebody's word. */
export interface WaitingDeployment {
  /** GitHub's id of the delivery: the same for every copy. */
  readonly delivery: string;
  /** `acme/payments-api` */
  readonly repository: string;
  /** GitHub's own name of it. */
  readonly environment: string;
  readonly callbackUrl: string;
  /** What is deployed, as far as GitHub says it. */
  readonly commit?: string;
}

export interface AnswerDeployment {
  /** Stores it; it is answered from there. Rejects when it could not be stored. */
  receive(deployment: WaitingDeployment): Promise<void>;
}

export interface AnswerDeploymentOptions {
  readonly desk: Pick<Desk, 'store' | 'clock' | 'log'>;
  readonly inbox: Pick<Inbox, 'handle' | 'receive'>;
  readonly locks: Pick<Locks, 'check'>;
  readonly gate: DeploymentGate;
  /** What a repository deploys where, by names of ours. */
  readonly placeOf: (deployment: Pick<WaitingDeployment, 'repository' | 'environment'>) => Place;
  /** Of the configuration. */
  readonly environments: readonly string[];
  readonly services: readonly string[];
}

const source = 'webhook-github';
/**
 * For more than an hour. GitHub lets a deployment wait for 30 days and does not ask again:
 * https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
 */
const attempts = 100;

/** Locks are the answer to deployments that wait at GitHub: what is locked is held, and says until when and by whom. */
export function createAnswerDeployment(options: AnswerDeploymentOptions): AnswerDeployment {
  const { desk, inbox, locks, gate, placeOf, environments, services } = options;
  const { store, clock, log } = desk;
  inbox.handle(source, { process: ({ body }, settle) => answer(decode(body), settle), attempts });

  async function receive(deployment: WaitingDeployment): Promise<void> {
    await inbox.receive({
      key: `github/${deployment.delivery}`,
      source,
      // Not that of its builds: they would wait for as long as GitHub cannot be told.
      subject: `deployment/${placeOf(deployment).service}`,
      body: JSON.stringify(deployment),
    });
  }

  async function answer(deployment: WaitingDeployment, settle: Settle): Promise<void> {
    const place = placeOf(deployment);
    const verdict = await judge(place, deployment);
    const { repository, environment, callbackUrl } = deployment;
    const told = await gate.answer({
      repository,
      environment,
      callbackUrl,
      isApproved: isApproved(verdict),
      comment: deploymentComment(verdict),
    });
    if (told === 'elsewhere') {
      log.error(
        { repository, callbackUrl },
        'a deployment waits at an address that is not of the GitHub API',
      );
      return;
    }
    await record(store, { ...place, repository, verdict, at: clock.now() }, settle);
  }

  async function judge(
    { service, environment }: Place,
    deployment: WaitingDeployment,
  ): Promise<DeploymentVerdict> {
    if (!environments.includes(environment)) {
      return { kind: 'unknown-environment', environment, known: environments };
    }
    let lock: Lock | undefined;
    try {
      lock = await locks.check({ service, environment });
      const isKnown = services.includes(service) || (await store.quiet.services()).includes(service);
      if (lock === undefined) return { kind: 'free', service, environment, isKnown };
    } catch (error) {
      log.error({ err: error, service, environment }, 'a lock could not be read; it counts as locked');
      return { kind: 'unreadable', service, environment };
    }
    const to = await rolledBackBy(lock, deployment);
    return to === undefined ? { kind: 'locked', lock } : { kind: 'rollback', service, environment, to };
  }

  /** Where a workflow applies what is merged, the lock of a rollback must not hold the rollback itself. */
  async function rolledBackBy({ cause, environment }: Lock, { repository, commit }: WaitingDeployment) {
    if (cause.kind !== 'rollback' || commit === undefined) return undefined;
    const card = await store.card(cause.cardId);
    const release = card?.releases.find((each) => each.environment === environment);
    const runs = (release?.rollouts ?? []).flatMap(({ rollback }) => rollback ?? []);
    const run = runs.find(({ way, waiting }) => way.kind === 'revert' && waiting?.url !== undefined);
    const url = run?.waiting?.url;
    if (run === undefined || url === undefined) return undefined;
    return (await gate.cameBy({ repository, commit }, url)) ? run.targetLabel : undefined;
  }

  return { receive };
}

interface Answered extends Place {
  readonly repository: string;
  readonly verdict: DeploymentVerdict;
  readonly at: number;
}

async function record(
  store: Pick<Store, 'transaction'>,
  { service, environment, repository, verdict, at }: Answered,
  settle: Settle,
): Promise<void> {
  const isLet = isApproved(verdict);
  const entry: AuditEntry = {
    at,
    actor: { kind: 'shipmate' },
    source: 'api',
    action: isLet ? 'deployment-approved' : 'deployment-rejected',
    outcome: isLet ? 'done' : 'refused',
    service,
    environment,
    ...(isLet ? {} : { because: verdict.kind }),
  };
  await store.transaction(async (session) => {
    await session.appendHistory({ at, type: entry.action, service, detail: { environment, repository } });
    await session.appendAudit(entry);
    await settle(session);
  });
}

/** Only this file writes these bodies, from what was verified. */
function decode(body: string): WaitingDeployment {
  return JSON.parse(body);
}
