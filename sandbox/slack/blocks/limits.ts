/**
 * Every limit of Block Kit the stand-in holds, in one table. Lengths are characters, counts are items.
 * https://docs.slack.dev/reference/block-kit and, for the sum of a message's text,
 * https://github.com/slackapi/bolt-js/issues/2509
 */
export const limits = {
  blocks: { message: 50, modal: 100, home: 100 },
  messageText: 12_000,
  blockId: 255,
  actionId: 255,
  textObject: 3000,
  section: { text: 3000, fields: 10, field: 2000 },
  header: 150,
  context: 10,
  contextActions: 5,
  actions: 25,
  image: { url: 3000, altText: 2000, title: 2000 },
  input: { label: 2000, hint: 2000 },
  markdown: 12_000,
  table: { rows: 100, columns: 20, perMessage: 1 },
  dataTable: { pageSize: 100 },
  card: { title: 150, subtitle: 150, body: 200 },
  carousel: 10,
  container: { children: 10, title: 150, subtitle: 150 },
  // Not published for blocks; chunks of a stream are capped at this.
  task: { id: 255, title: 256 },
  video: { title: 200, author: 50, url: 3000 },
  button: { text: 75, value: 2000, url: 3000, label: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, value: 150, description: 75, url: 3000 },
  options: { select: 100, choice: 10, overflow: 5 },
  optionGroup: 75,
  placeholder: 150,
  plainTextInput: 3000,
  fileInput: 10,
  view: { title: 24, button: 24, privateMetadata: 3000, callbackId: 255, externalId: 255 },
} as const;
