import { describe, expect, it } from 'vitest';
import { placesOf, readProjectFile, typescriptFiles, withoutComments } from './source-files.ts';

/** Types of blocks, elements and text objects: whoever writes them composes what people read. */
const blockKit =
  /\btype: '(section|header|context|divider|actions|input|image|plan|task_card|markdown|table|button|plain_text|mrkdwn|modal|home|rich_text\w*)'/;

describe('what people read in Slack', () => {
  it('is composed in messages/, and nowhere else', () => {
    const found = typescriptFiles('handlers/', 'src/').flatMap((path) =>
      placesOf(path, withoutComments(readProjectFile(path)), blockKit),
    );

    expect(
      found,
      'make it a message: a pure function in messages/ (CONTRIBUTING.md, "Add a message")',
    ).toEqual([]);
  });

  it('would be found elsewhere', () => {
    const composed = typescriptFiles('messages/').flatMap((path) =>
      placesOf(path, withoutComments(readProjectFile(path)), blockKit),
    );

    expect(composed.length).toBeGreaterThan(5);
  });
});
