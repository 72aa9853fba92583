import { versionLabel } from '../src/domain/release/version.ts';
import { mostChanges, type TemplateChange } from '../src/domain/rollout/template-change.ts';
import { singleLine } from './kit/escape.ts';
import { versionName } from './names.ts';

const mostShown = 6;

/** `Changed: env DB_POOL_SIZE; memory limit 256Mi → 512Mi.` `isAmbiguous` where there is more than one container. */
export function changesSentence(changes: readonly TemplateChange[], isAmbiguous: boolean): string {
  return `Changed: ${changeWords(changes, isAmbiguous).join('; ')}.`;
}

/** What differs, the most telling first: what is named by others, then variables, then the rest. */
export function changeWords(changes: readonly TemplateChange[], isAmbiguous: boolean): readonly string[] {
  const sorted = changes.toSorted((one, other) => rank(one) - rank(other));
  const words = joinVariables(sorted, isAmbiguous);
  const rest = words.length - mostShown;
  if (rest <= 0) return words;
  const more = changes.length >= mostChanges ? 'and more' : `and ${rest} more`;
  return [...words.slice(0, mostShown), more];
}

const order: readonly TemplateChange['what'][] = [
  'container',
  'reference',
  'env',
  'env-from',
  'limit',
  'request',
  'image',
  'volume',
  'mount',
  'probe',
  'setting',
  'annotation',
  'label',
];

function rank({ what }: TemplateChange): number {
  return order.indexOf(what);
}

/** Variables of one fate are named together: `env A, B and 3 more added`. */
function joinVariables(changes: readonly TemplateChange[], isAmbiguous: boolean): readonly string[] {
  const groups = Map.groupBy(changes, (change) =>
    change.what === 'env' ? `env ${change.how} ${change.container}` : change,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    if (others.length === 0) return [one(first, isAmbiguous)];
    const names = group.map(({ name: each }) => name(each));
    const shown = names.slice(0, 5);
    const rest = names.length - shown.length;
    const list = rest > 0 ? `${shown.join(', ')} and ${rest} more` : listed(names);
    return [`env ${list}${of(first, isAmbiguous)}${fate(first)}`];
  });
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function one(change: TemplateChange, isAmbiguous: boolean): string {
  const { what, from, to } = change;
  const subject = subjectOf(change);
  const where = of(change, isAmbiguous);
  if (what === 'container' || from === undefined || to === undefined)
    return `${subject}${where}${fate(change)}`;
  const shown =
    what === 'image' ? [from, to].map((image) => versionName(versionLabel(image))) : [from, to].map(name);
  const isSaid = what === 'limit' || what === 'request' || what === 'reference' || what === 'image';
  return `${subject}${where}${isSaid ? '' : ':'} ${shown.join(' → ')}`;
}

/** A variable that changed says so by being named. */
function fate({ how, what, from, to }: TemplateChange): string {
  if (how === 'changed') return what === 'env' && from === undefined && to === undefined ? '' : ' changed';
  const quantity = what === 'limit' || what === 'request' ? ` ${name(to ?? from ?? '')}` : '';
  return `${quantity} ${how}`;
}

function subjectOf({ what, name: called, container, from, to }: TemplateChange): string {
  switch (what) {
    case 'container':
      return `${(to ?? from) === 'init' ? 'init container' : 'container'} ${name(container)}`;
    case 'reference':
      return name(called);
    case 'env':
      return `env ${name(called)}`;
    case 'env-from':
      return from !== undefined && to !== undefined ? 'env from' : `env from ${name(to ?? from ?? called)}`;
    case 'limit':
      return `${name(called)} limit`;
    case 'request':
      return `${name(called)} request`;
    case 'image':
      return `image of ${name(container)}`;
    case 'volume':
      return `volume ${name(called)}`;
    case 'mount':
      return `mount ${name(called)}`;
    case 'probe':
      return `${name(called)} probe`;
    case 'setting':
      return settingWords.get(called) ?? name(called);
    case 'annotation':
      return `annotation ${name(called)}`;
    case 'label':
      return `label ${name(called)}`;
    default:
      return what satisfies never;
  }
}

const settingWords: ReadonlyMap<string, string> = new Map([
  ['args', 'arguments'],
  ['serviceAccountName', 'service account'],
  ['securityContext', 'security context'],
  ['nodeSelector', 'node selector'],
  ['imagePullPolicy', 'image pull policy'],
  ['terminationGracePeriodSeconds', 'grace period in seconds'],
]);

function of({ what, container }: TemplateChange, isAmbiguous: boolean): string {
  const isNamed = what === 'container' || what === 'image';
  return container === '' || isNamed || !isAmbiguous ? '' : ` of ${name(container)}`;
}

function name(text: string): string {
  return singleLine(text, 63) || 'without a name';
}
