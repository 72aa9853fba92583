import { append, element } from '../element.ts';
import { drawLink } from './inline.ts';

/** Standard Markdown, as much of it as a release message uses: headings, lists, fences, quotes, and marks within a line. */
export function drawMarkdown(source: string): HTMLElement {
  const parts = source.split(/^```[^\n]*\n([\s\S]*?)\n?```$/m);
  const drawn = parts.flatMap((part, index) =>
    index % 2 === 1 ? [element('pre', {}, part)] : drawLines(part),
  );
  return element('div', { class: 'rich-text' }, ...drawn);
}

function drawLines(part: string): HTMLElement[] {
  return part
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .flatMap((paragraph) => drawParagraph(paragraph.trim()));
}

function drawParagraph(paragraph: string): HTMLElement[] {
  const lines = paragraph.split('\n');
  const heading = /^#{1,6} (.*)$/.exec(lines[0] ?? '');
  if (heading) {
    const rest = lines.slice(1).join('\n');
    return [
      element('h3', { class: 'block-header' }, drawSpan(heading[1] ?? '')),
      ...(rest === '' ? [] : drawParagraph(rest)),
    ];
  }
  if (lines.every((line) => /^[-*] /.test(line)))
    return [element('ul', {}, ...lines.map((line) => element('li', {}, drawSpan(line.slice(2)))))];
  if (lines.every((line) => /^\d+\. /.test(line)))
    return [
      element('ol', {}, ...lines.map((line) => element('li', {}, drawSpan(line.replace(/^\d+\. /, ''))))),
    ];
  if (lines.every((line) => line.startsWith('>')))
    return [element('blockquote', {}, drawSpan(lines.map((line) => line.replace(/^> ?/, '')).join('\n')))];
  return [element('p', {}, drawSpan(paragraph))];
}

const span = /\*\*([^*]+)\*\*|\*([^*\n]+)\*|~~([^~]+)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/;

function drawSpan(source: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const match = span.exec(source);
  if (!match) {
    append(fragment, [source]);
    return fragment;
  }
  append(fragment, [
    source.slice(0, match.index),
    drawMark(match),
    drawSpan(source.slice(match.index + match[0].length)),
  ]);
  return fragment;
}

function drawMark([, bold, italic, strike, code, label, url]: RegExpExecArray): Node {
  if (bold !== undefined) return element('strong', {}, bold);
  if (italic !== undefined) return element('em', {}, italic);
  if (strike !== undefined) return element('s', {}, strike);
  if (code !== undefined) return element('code', {}, code);
  return drawLink(url ?? '', label ?? '');
}
