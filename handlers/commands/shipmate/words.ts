/** More than anybody types; Slack itself takes a few thousand characters. */
const longestText = 4_000;

/**
 * What was typed after a command, word by word. Slack escapes three characters in it, as in all text that it hands on:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .slice(0, longestText)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return plain.split(/\s+/).filter((word) => word !== '');
}

/** A name as it was meant: people copy names with their backticks. */
export function nameIn(word: string | undefined): string {
  return (word ?? '').replace(/^[`'"*_]+|[`'"*_]+$/g, '');
}
