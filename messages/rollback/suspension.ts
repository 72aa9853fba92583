import type { RollbackRun } from '../../src/domain/rollback/rollback.ts';
import {
  type FluxObject,
  isHeldNow,
  isOpen,
  type Suspension,
  suspendedObject,
} from '../../src/domain/rollback/suspension.ts';
import type { ObjectName } from '../../src/domain/rollback/way-back.ts';
import { moment } from '../kit/date.ts';
import { type Inline, person } from '../kit/inline.ts';
import { foreignWords, versionName } from '../names.ts';

type Words = readonly Inline[];

interface State {
  readonly suspension: Suspension;
  readonly way: FluxObject;
  /** As people call the version that was left. */
  readonly version: string;
}

/** Until when Flux is suspended, or how that ended; empty when there is nothing to say. */
export function suspensionWords(run: RollbackRun, version: string): Words {
  const { suspension } = run;
  const way = suspendedObject(run);
  if (suspension === undefined || way === undefined) return [];
  if (suspension.heldAt === undefined && suspension.trouble === undefined) return unheldWords(run);
  const state = { suspension, way, version };
  if (suspension.foreign !== undefined) return foreignSuspension(state);
  if (suspension.ended !== undefined) return [...endWords(state), ...returnWords(state)];
  return isHeldNow(suspension) ? heldWords(state) : endingWords(state);
}

/** What was only planned is nobody's business, unless nobody knows what came of it. */
function unheldWords(run: RollbackRun): Words {
  const { suspension, failure } = run;
  const way = suspendedObject(run);
  if (suspension === undefined || way === undefined || failure?.kind !== 'outcome-unknown') return [];
  return [
    `${fluxName(way)} may be suspended, because nobody answered. I have it resume `,
    moment(suspension.until),
    ` at the latest. By hand: ${resumeCommand(way)}`,
  ];
}

function heldWords({ suspension, way }: State): Words {
  return [
    `${fluxName(way)} is suspended until `,
    moment(suspension.until),
    ': revert the change in git before that.',
  ];
}

function foreignSuspension({ suspension, way }: State): Words {
  const { until } = suspension.foreign ?? {};
  if (until === undefined) {
    return [
      `${fluxName(way)} was suspended already by somebody else, and I leave it so. It applies what is in git when they resume it.`,
    ];
  }
  return [
    `${fluxName(way)} was suspended already by another rollback, until `,
    moment(until),
    ': then it applies what is in git.',
  ];
}

function endingWords(state: State): Words {
  return state.suspension.trouble === undefined
    ? [`${fluxName(state.way)} is being resumed.`]
    : troubleWords(state);
}

/** Nobody resumes it but whoever reads this. */
function troubleWords({ suspension: { trouble }, way }: State): Words {
  return [
    `${fluxName(way)} is still suspended, although it should not be: ${whyNot(trouble)} By hand: ${resumeCommand(way)}`,
  ];
}

function whyNot(trouble: Suspension['trouble']): string {
  switch (trouble?.kind) {
    case undefined:
      return '';
    case 'forbidden':
      return `my service account may not ${foreignWords(trouble.rule, 200)}. I go on trying.`;
    case 'cluster-not-watched':
      return 'its cluster is not watched any more.';
    case 'no-answer':
      return 'the API server refuses or does not answer. I go on trying.';
    default:
      return trouble satisfies never;
  }
}

function endWords({ suspension: { ended }, way }: State): Words {
  if (ended === undefined) return [];
  const at = moment(ended.at);
  if (ended.isElsewhere === true) return [`${fluxName(way)} was resumed in the cluster `, at, '.'];
  if (ended.by !== undefined) return [`${fluxName(way)} was resumed by `, person(ended.by), ' ', at, '.'];
  return [`${fluxName(way)} has resumed `, at, '.'];
}

function returnWords({ suspension: { returnedAt }, version }: State): Words {
  if (returnedAt === undefined) return [];
  return [
    ` It has brought ${version} back, because that is what it has from git. ${version} stays marked as bad: revert the change there.`,
  ];
}

/** The call before Flux resumes. */
export function reminderWords({ suspension, way }: RollbackRun, version: string, place: string): Words {
  if (!isHeldNow(suspension) || way.kind !== 'suspend-and-undo') return [];
  return [
    `${fluxName(way)} resumes `,
    moment(suspension.until),
    ` and applies what is in git${whatComes(suspension, version, place)}`,
  ];
}

/** What will come of it, as far as can be told. */
function whatComes({ git }: Suspension, version: string, place: string): string {
  if (git === 'unchanged') {
    return `, which has not changed since: ${version} comes back to ${place} then, unless the change is reverted there.`;
  }
  if (git === 'moved') {
    return `, which has moved on since. If that did not revert the change, ${version} comes back to ${place}.`;
  }
  return `. Unless the change is reverted there by then, ${version} comes back to ${place}.`;
}

/** Whether the button that ends it is to be shown. */
export function isResumable({ suspension }: RollbackRun): boolean {
  return isHeldNow(suspension) && isOpen(suspension);
}

/** `Flux (Kustomization flux-system/apps)` */
export function fluxName({ owner, object }: FluxObject): string {
  return `Flux (${owner} ${objectName(object)})`;
}

function objectName({ namespace, name }: ObjectName): string {
  return `${foreignWords(namespace, 63)}/${foreignWords(name, 120)}`;
}

export function resumeCommand({ owner, object }: FluxObject): string {
  const { namespace, name } = object;
  return `flux resume ${owner.toLowerCase()} ${foreignWords(name, 120)} -n ${foreignWords(namespace, 63)}`;
}

/** Asked before Flux resumes at a press. */
export function resumeQuestion(run: RollbackRun, version: string) {
  const name = run.way.kind === 'suspend-and-undo' ? fluxName(run.way) : 'Flux';
  return {
    title: 'Resume Flux now?',
    text: `${name} applies what is in git at once. If that is still ${version}, it comes back in place of ${versionName(run.targetLabel)}.`,
    confirm: 'Resume Flux',
    deny: 'Cancel',
  };
}
