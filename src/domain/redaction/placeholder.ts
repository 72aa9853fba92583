/** Words that say that nothing is here, or that something else hid it. */
const absent = new Set(
  'true false null none nil undefined yes no on off empty unset missing redacted filtered hidden masked removed secret string text bytes required optional set'.split(
    ' ',
  ),
);

/** Words that begin a sentence about a password, rather than being one. */
const prose = new Set(
  'a an and any are at authentication bad but by can cannot contains could denied did does error expired expected failed failure for format from got has have if in incorrect invalid is it length list malformed may mismatch must need needs not nor of only or please provided rejected should so some syntax that the there this to too unable unexpected unknown unsupported using value was were when will with without wrong you your'.split(
    ' ',
  ),
);

const template = /^(?:<[^<>]*>|\$?\{.*\}|\$\(.*\)|\$[A-Za-z_]+|%[a-z]|[*•x.#?_|>-]+|\[[A-Za-z ]{0,20}\])$/;

/** Code that names a value where a stack trace quotes the source: `self.password`, `os.environ["X"]`, `load()`. */
const code =
  /^(?:(?:self|this|os|process|config|cfg|settings|env|options|opts|args|kwargs|props|params|request|req|ctx|app|user|data)[.[]|[A-Za-z_][A-Za-z_.]{0,60}\()/;

/** Stands where a secret would, and is none. */
export function isPlaceholder(value: string): boolean {
  const word = value.toLowerCase().replace(/[.,:;!?]+$/, '');
  return (
    absent.has(word) || prose.has(word) || (value.length <= 200 && template.test(value)) || code.test(value)
  );
}

/** `/etc/tls/tls.key`: where a secret is, said in small letters. */
export function isPath(value: string): boolean {
  return (
    value.length <= 300 &&
    /^(?:\.{0,2}|~|[a-z]:)(?:[/\\][a-z0-9._-]{1,40}){2,}$/i.test(value) &&
    !/[A-Z].*\d.*[A-Z]/.test(value)
  );
}
