import { expect, it } from 'vitest';
import { renderDoneDialog, renderWorkingDialog } from '../../messages/late-dialog.ts';
import { modalRefusals, readModal } from './read.ts';

it.each([
  ['that is not answered yet', renderWorkingDialog()],
  ['that was answered late', renderDoneDialog()],
])('a dialog %s says that nothing is to be done, and has nothing to send', (_, view) => {
  expect(modalRefusals(view)).toEqual([]);
  expect(view.submit).toBeUndefined();
  expect(readModal(view)).toMatchSnapshot();
});
