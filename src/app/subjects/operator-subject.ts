import { renderOperatorLine } from '../../../messages/operator-line.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';

/** What an administrator must do. The id says all of it: `file/file_uploads_disabled/C0PAYMENTS`. */
export const operatorSubject: SubjectSource = {
  isMovable: false,

  async load({ subject }) {
    const [what, code, channel] = subject.id.split('/');
    if ((what !== 'file' && what !== 'message') || code === undefined || channel === undefined)
      return undefined;
    const message = renderOperatorLine({ what, code, channel });
    return () => ({ kind: 'message', message });
  },
};
