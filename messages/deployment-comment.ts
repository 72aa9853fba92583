import type { DeploymentVerdict } from '../src/domain/lock/deployment-word.ts';
import type { Lock } from '../src/domain/lock/lock.ts';
import { quoted } from '../src/domain/text/plain-text.ts';

const again =
  'Nothing goes on by itself when the lock ends: re-run the failed jobs of this run then, and the deployment is asked for again.';

/** What GitHub shows beside a deployment that was let through or held. Markdown; foreign words are code in it. */
export function deploymentComment(verdict: DeploymentVerdict): string {
  switch (verdict.kind) {
    case 'free':
      return verdict.isKnown
        ? `${quoted(verdict.service)} in ${quoted(verdict.environment)} is not locked.`
        : `Nothing locks ${quoted(verdict.service)} in ${quoted(verdict.environment)}: I know no service of that name yet. If it has another name, put it under rollback.github.protects in Shipmate's configuration.`;
    case 'rollback':
      return `This brings ${quoted(verdict.to)} back, which is what ${quoted(verdict.service)} in ${quoted(verdict.environment)} is locked for. Everything else is held.`;
    case 'locked':
      return lockedComment(verdict.lock);
    case 'unreadable':
      return `Whether ${quoted(verdict.service)} in ${quoted(verdict.environment)} is locked cannot be read now, so it counts as locked. ${again}`;
    case 'unknown-environment':
      return `I know no environment ${quoted(verdict.environment)}, so no lock could hold it. Known: ${verdict.known.map((name) => quoted(name)).join(', ')}. Put its name under rollback.github.protects in Shipmate's configuration (environments), then re-run the failed jobs of this run.`;
    default:
      return verdict satisfies never;
  }
}

function lockedComment({ service, environment, by, until, cause }: Lock): string {
  const because =
    cause.kind === 'rollback'
      ? `rolled back from ${quoted(cause.from)} to ${quoted(cause.to)}`
      : cause.reason === undefined
        ? 'without a reason'
        : quoted(cause.reason, 300);
  const place = `${quoted(service)} in ${quoted(environment)}`;
  const unlock = `/shipmate unlock ${service} in ${environment}`;
  return `${place} is locked until ${moment(until)} by ${by.userId === '' ? 'Shipmate' : quoted(by.name)}: ${because}. Whoever may unlock it can do so in Slack with ${quoted(unlock, 200)}. ${again}`;
}

/** GitHub knows no reader's own time: `2026-11-25 18:00 UTC`. */
function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
