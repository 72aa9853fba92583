/** More than anybody types; Slack itself takes a few thousand characters. */
const longestText = 4_000;
const longestEcho = 40;

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

/** What is said of words that no grammar has a place for; undefined when there are none. */
export function notUnderstood(words: readonly string[], after: string): string | undefined {
  if (words.length === 0) return undefined;
  const said = words.join(' ');
  const quoted = said.length > longestEcho ? `${said.slice(0, longestEcho)}…`.toWellFormed() : said;
  return `I do not understand “${quoted}” after ${after}.`;
}
