import { element, place, pushButton } from './element.ts';
import type { Workspace } from './model.ts';
import { showNotice } from './notices.ts';
import type { Answer, ServerLink } from './server-link.ts';

type Behaviour = Workspace['deploy']['behaviours'][number];

const shownBehaviours = 5;

/** The panel that makes things happen: a commit, or a version that behaves in one way or another. */
export function drawDeployPanel(options: Workspace['deploy'], link: ServerLink): void {
  const services = options.services.map((name) => element('option', { value: name }, name));
  const service = element(
    'select',
    { class: 'control', id: 'deploy-service', 'data-testid': 'deploy-service' },
    ...services,
  );
  const deploy = ({ id, label, what }: Behaviour) =>
    startButton({
      testId: `deploy-${id}`,
      className: `behaviour-${id}`,
      label,
      what,
      start: () => link.deploy(service.value, id),
    });
  const push = startButton({
    testId: 'push',
    className: 'deploy-push',
    label: 'Push a change',
    what: 'A commit: build steps, then the rollout.',
    start: () => link.push(service.value),
  });
  const more = options.behaviours.slice(shownBehaviours).map(deploy);

  place('deploy').replaceChildren(
    element(
      'details',
      { class: 'deploy-frame', open: matchMedia('(min-width: 901px)').matches },
      element('summary', {}, element('h2', {}, 'Deploy')),
      element(
        'div',
        { class: 'deploy-body' },
        element('label', { class: 'unseen', for: 'deploy-service' }, 'Service'),
        service,
        push,
        element('p', { class: 'deploy-heading' }, 'Or deploy a version that is'),
        element('div', { class: 'deploy-grid' }, ...options.behaviours.slice(0, shownBehaviours).map(deploy)),
        more.length > 0 && drawMore(more),
      ),
    ),
  );
}

function drawMore(buttons: readonly HTMLElement[]): HTMLElement {
  return element(
    'details',
    { class: 'deploy-more', 'data-testid': 'deploy-more' },
    element('summary', {}, 'Other ways to behave'),
    element('div', { class: 'deploy-grid' }, ...buttons),
  );
}

interface StartButton {
  testId: string;
  className: string;
  label: string;
  what: string;
  start(): Promise<Answer>;
}

function startButton({ testId, className, label, what, start }: StartButton): HTMLElement {
  const button = pushButton(
    { class: `deploy-button ${className}`, 'data-testid': testId },
    () => void run(),
    element('strong', {}, label),
    element('small', {}, what),
  );

  async function run(): Promise<void> {
    button.classList.add('is-busy');
    const answer = await start();
    button.classList.remove('is-busy');
    if (!answer.ok) showNotice(answer.error ?? 'That could not be started.');
  }
  return button;
}
