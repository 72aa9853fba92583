/**
 * What Slack takes, and what we allow ourselves of it. Lengths are UTF-16 units, which is never less than what
 * Slack counts. https://docs.slack.dev/reference/block-kit/blocks
 */
export const limits = {
  /** Blocks of one message. */
  blocks: 50,
  /**
   * The sum of all text in blocks is not documented; messages of 11,341 characters were refused:
   * https://github.com/slackapi/bolt-js/issues/2509
   */
  blockText: 8_000,
  /** When Slack refuses a message as too long all the same. */
  shortBlockText: 2_500,
  shortText: 600,
  /** The `text` of a message: chat.update refuses more. */
  text: 4_000,
  /** What we say in `text`. */
  fallbackText: 2_000,
  section: 3_000,
  contextElements: 10,
  richText: 3_000,
  /** Chunks of a stream are capped at this, so tasks in a plan are held to it too. */
  task: 256,
  planTasks: 40,
  button: 75,
  buttonValue: 2_000,
  url: 3_000,
  header: 150,
  modalTitle: 24,
  modalButton: 24,
  modalMetadata: 3_000,
  inputLabel: 2_000,
  placeholder: 150,
  /** One line of a menu, and what it stands for. */
  options: 100,
  option: 75,
  optionValue: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;
