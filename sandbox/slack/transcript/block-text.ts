import { type JsonObject, jsonObjects, objectAt, stringAt } from '../json.ts';
import { readElement } from './element-text.ts';
import { prefixLines, readMrkdwn } from './inline-text.ts';
import type { Reader } from './reader.ts';
import { readRichText } from './rich-text.ts';

/** Blocks as plain lines, the way a person reads them from top to bottom. */
export function readBlocks(blocks: readonly JsonObject[], reader: Reader): string {
  return blocks
    .map((block) => readBlock(block, reader))
    .filter((text) => text !== '')
    .join('\n');
}

type BlockReader = (block: JsonObject, reader: Reader) => string;

function readBlock(block: JsonObject, reader: Reader): string {
  const read = readers[String(block['type'])];
  return read ? tidy(read(block, reader)) : `(${String(block['type'])})`;
}

const readers: Readonly<Record<string, BlockReader>> = {
  section: readSection,
  header: (block, reader) => readText(block['text'], reader),
  divider: () => '────────',
  context: (block, reader) => joinElements(block, reader, '  '),
  actions: (block, reader) => joinElements(block, reader, '  '),
  context_actions: (block, reader) => joinElements(block, reader, '  '),
  image: (block) => `(image: ${stringAt(block, 'alt_text') ?? ''})`,
  video: (block, reader) => `(video: ${readText(block['title'], reader)})`,
  file: () => '(file)',
  rich_text: (block, reader) => readRichText(block, reader),
  markdown: (block) => stringAt(block, 'text') ?? '',
  plan: readPlan,
  task_card: readTask,
  container: readContainer,
  table: (block, reader) => readRows(block, reader),
  data_table: (block, reader) => `${stringAt(block, 'caption') ?? ''}\n${readRows(block, reader)}`,
  alert: (block, reader) => `(${stringAt(block, 'level') ?? 'default'}) ${readText(block['text'], reader)}`,
  card: readCard,
  carousel: (block, reader) => readBlocks(jsonObjects(block['elements']), reader),
  input: readInput,
};

/** A text object, or a bare string. */
export function readText(value: unknown, reader: Reader): string {
  if (typeof value === 'string') return value;
  const [object] = jsonObjects([value]);
  const text = object ? (stringAt(object, 'text') ?? '') : '';
  return object?.['type'] === 'mrkdwn' ? readMrkdwn(text, reader) : text;
}

function readSection(block: JsonObject, reader: Reader): string {
  const fields = jsonObjects(block['fields']).map((field) => readText(field, reader).replaceAll('\n', ': '));
  const accessory = objectAt(block, 'accessory');
  return [
    readText(block['text'], reader),
    fields.join('   '),
    accessory ? readElement(accessory, reader) : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function joinElements(block: JsonObject, reader: Reader, separator: string): string {
  return jsonObjects(block['elements'])
    .map((element) => readElement(element, reader))
    .join(separator);
}

function readPlan(block: JsonObject, reader: Reader): string {
  const tasks = jsonObjects(block['tasks']).map((task) => prefixLines('  ', readTask(task, reader)));
  return [`▸ ${stringAt(block, 'title') ?? ''}`, ...tasks].join('\n');
}

const statusMarks: Readonly<Record<string, string>> = {
  pending: '○',
  in_progress: '●',
  complete: '✓',
  error: '✗',
};

function readTask(task: JsonObject, reader: Reader): string {
  const mark = statusMarks[stringAt(task, 'status') ?? 'pending'] ?? '○';
  const details = [objectAt(task, 'details'), objectAt(task, 'output')]
    .filter((one) => one !== undefined)
    .map((one) => prefixLines('  ', tidy(readRichText(one, reader))));
  const sources = jsonObjects(task['sources']).map((source) => `  ${stringAt(source, 'text') ?? ''}`);
  return [`${mark} ${stringAt(task, 'title') ?? ''}`, ...details, ...sources].join('\n');
}

function readContainer(block: JsonObject, reader: Reader): string {
  const rich = objectAt(block, 'rich_text_title');
  const title = rich ? tidy(readRichText(rich, reader)) : readText(block['title'], reader);
  const subtitle = readText(block['subtitle'], reader);
  const body = readBlocks(jsonObjects(block['child_blocks']), reader);
  return [`▾ ${title}${subtitle === '' ? '' : ` · ${subtitle}`}`, prefixLines('  ', body)].join('\n');
}

function readRows(block: JsonObject, reader: Reader): string {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  const cell = (value: JsonObject) =>
    value['type'] === 'rich_text' ? tidy(readRichText(value, reader)) : readText(value, reader);
  return rows.map((row) => jsonObjects(row).map(cell).join(' | ')).join('\n');
}

function readCard(block: JsonObject, reader: Reader): string {
  const texts = ['title', 'subtitle', 'body'].map((key) => readText(block[key], reader));
  const buttons = jsonObjects(block['actions']).map((button) => readElement(button, reader));
  return [...texts, buttons.join('  ')].filter((text) => text !== '').join('\n');
}

function readInput(block: JsonObject, reader: Reader): string {
  const optional = block['optional'] === true ? ' (optional)' : '';
  return `${readText(block['label'], reader)}${optional}: ${readElement(objectAt(block, 'element') ?? {}, reader)}`;
}

function tidy(text: string): string {
  return text.replace(/\n{2,}(?=│)/g, '\n').replace(/^\n+|\s+$/g, '');
}
