import type { ErrorCode } from 'yaml';

/**
 * The parser's own messages may quote the text where it stumbled, which may be a secret: each is said in our words,
 * and the place says the rest.
 */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: 'an alias or an anchor without a proper name',
  BAD_DQ_ESCAPE: 'an unknown escape in a text with double quotes; write "\\\\" for a backslash',
  BAD_INDENT: 'the indentation does not fit the lines around it, or a "[" or "{" is not closed',
  BAD_SCALAR_START: 'a value that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two keys on one line; a value with ": " in it needs quotes',
  BLOCK_IN_FLOW: 'a block inside "{ }" or "[ ]"',
  MISSING_CHAR: 'a character is missing: a quote, a bracket, a comma, or the space after ":"',
  MULTILINE_IMPLICIT_KEY: 'a key without ":" after it',
  MULTIPLE_DOCS: 'a second document ("---"); the configuration is one document',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab in the indentation; YAML wants spaces',
  UNEXPECTED_TOKEN: 'something that YAML does not expect here',
};

/** `rest` is the text from where the parser stumbled; of it only the name of a key is ever repeated. */
export function describeSyntaxError(code: ErrorCode, rest: string): string {
  if (code === 'DUPLICATE_KEY')
    return `the key "${/^[\w-]*/.exec(rest)?.[0] ?? ''}" is given twice; keep one of them`;

  return `not valid YAML: ${sentences[code] ?? `something that YAML does not allow here (${code})`}`;
}
