import { describe, expect, it } from 'vitest';
import { limits } from '../../../messages/kit/limits.ts';
import { paragraph, preformatted, richText } from '../../../messages/kit/rich-text.ts';
import { endless } from '../hostile.ts';

describe('rich text', () => {
  it('is not there when nothing is said, because Slack refuses empty text', () => {
    expect(richText([paragraph(['', '\u0000']), preformatted(' \n ')])).toBeUndefined();
  });

  it('shows foreign text as it is, without markup', () => {
    expect(paragraph(['<!channel> *bold*'])?.elements).toEqual([{ type: 'text', text: '<!channel> *bold*' }]);
  });

  it('keeps a paragraph within its limit, however many pieces it has', () => {
    const long = paragraph([endless, endless, { kind: 'bold', text: endless }]);

    const length = long?.elements.reduce(
      (sum, each) => sum + ('text' in each ? (each.text?.length ?? 0) : 0),
      0,
    );
    expect(length).toBeLessThanOrEqual(limits.richText);
  });

  it('shows code with its line breaks and nothing hidden in it', () => {
    expect(preformatted('```\n\u001b[31m<!channel>\u0000')?.elements).toEqual([
      { type: 'text', text: '```\n<!channel>' },
    ]);
  });
});
