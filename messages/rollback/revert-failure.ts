import type { RollbackRun } from '../../src/domain/rollback/rollback.ts';
import { foreignWords, versionName } from '../names.ts';

/** What is another thing to say of a revert in git; undefined when it is as of every way back. */
export function revertFailure({ failure, targetLabel, way }: RollbackRun): string | undefined {
  if (way.kind !== 'revert') return undefined;
  const repository = foreignWords(way.repository, 140);
  switch (failure?.kind) {
    case 'forbidden':
      return `GitHub does not let me do this. It takes ${foreignWords(failure.rule, 200)}. Nothing was merged. An owner can grant it to the GitHub App or the token; docs/github.md says how.`;
    case 'outcome-unknown':
      return `I have no answer from GitHub. The revert may have been opened: look at the pull requests of ${repository} before you try again.`;
    case 'api-refused':
      return `GitHub refused or could not be reached. Nothing was changed in ${repository}; the reason is in Shipmate's own log.`;
    case 'refused-elsewhere':
      return `I cannot tell what to revert in ${repository}. ${foreignWords(failure.said, 400)} Nothing was changed. Take the change back there by hand.`;
    case 'target-gone':
      return `The history of ${repository} does not lead to ${versionName(targetLabel)}, as far as I look back. Nothing was changed. Deploy it again from your pipeline.`;
    case 'cluster-not-watched':
      return `GitHub is not in my configuration any more, so I cannot follow the revert in ${repository}. Look at its pull requests.`;
    default:
      return undefined;
  }
}
