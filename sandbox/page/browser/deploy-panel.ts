import { element, place, pushButton } from './element.ts';
import type { Workspace } from './model.ts';
import { showNotice } from './notices.ts';
import type { Answer, ServerLink } from './server-link.ts';

const shownBehaviours = 5;

/** The panel that makes things happen: a commit, or a version that behaves in one way or another. */
export function drawDeployPanel(options: Workspace['deploy'], link: ServerLink): void {
  const service = element(
    'select',
    { class: 'control', id: 'deploy-service', 'data-testid': 'deploy-service' },
    ...options.services.map((name) => element('option', { value: name }, name)),
  );
  const run = (button: HTMLElement, start: () => Promise<Answer>) => {
    button.classList.add('is-busy');
    void start().then((answer) => {
      button.classList.remove('is-busy');
      if (!answer.ok) showNotice(answer.error ?? 'That could not be started.');
    });
  };
  const behaviourButton = ({ id, label, what }: Workspace['deploy']['behaviours'][number]): HTMLElement => {
    const button = pushButton(
      { class: `deploy-button behaviour-${id}`, 'data-testid': `deploy-${id}` },
      () => run(button, () => link.deploy(service.value, id)),
      element('strong', {}, label),
      element('small', {}, what),
    );
    return button;
  };
  const push = pushButton(
    { class: 'deploy-button deploy-push', 'data-testid': 'push' },
    () => run(push, () => link.push(service.value)),
    element('strong', {}, 'Push a change'),
    element('small', {}, 'A commit: build steps, then the rollout.'),
  );
  const more = options.behaviours.slice(shownBehaviours);

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
        element(
          'div',
          { class: 'deploy-grid' },
          ...options.behaviours.slice(0, shownBehaviours).map(behaviourButton),
        ),
        more.length > 0 &&
          element(
            'details',
            { class: 'deploy-more' },
            element('summary', {}, 'Other ways to fail'),
            element('div', { class: 'deploy-grid' }, ...more.map(behaviourButton)),
          ),
      ),
    ),
  );
}
