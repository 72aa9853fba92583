/** Words that say that nothing is here, or that something else hid it. */
const absent = new Set(
  'true false null none nil undefined yes no on off empty unset missing redacted filtered hidden masked removed secret string text bytes required optional set'.split(
    ' ',
  ),
);

/** Words with which a form or a program answers: `password: must be longer`, `"token": "is invalid"`. */
const verdict = new Set(
  "authentication can't cannot contains could denied did does doesn't error expired expected failed failure has hasn't incorrect invalid is isn't must malformed may mismatch needs not please provided rejected should too unable unexpected unknown unsupported was wasn't were will wrong".split(
    ' ',
  ),
);

/** Words that go on a sentence, where one stands: `the password: a short one`. */
const filler = new Set(
  'a an and any are at bad but by for format from got have if in it length list nor of only or so some syntax that the there this to using value when with without you your'.split(
    ' ',
  ),
);

const template =
  /^(?:<[^<>]*>|\$\{.*|\{\{.*|\{\w{0,40}\}?|\$\(.*|\$[A-Z_][A-Z0-9_]*|%[a-z]|[*•x.#?_|>-]+|\[[A-Za-z ]{0,20}\])$/;

/** A tag of YAML before a value that is on the lines below. */
const tag = /^(?:!!(?:str|binary|int|float)|!(?:vault|secret|encrypted))(?:\s{1,4}[|>][+-]?\d?)?$/;

const code =
  /^(?:(?:self|this|os|process|config|cfg|settings|env|options|opts|args|kwargs|props|params|request|req|ctx)[.[][A-Za-z_."'[\]()]*|[A-Za-z_][A-Za-z_.]{2,60}\((?:\)?$|["'].*))$/;

/** Code that names a value where a stack trace quotes the source: `self.password`, `os.environ["X"]`, `load()`. */
export function isCode(value: string): boolean {
  return value.length <= 200 && code.test(value);
}

/** Stands where a secret would, and is none. */
export function isPlaceholder(value: string): boolean {
  return absent.has(wordOf(value)) || (value.length <= 300 && template.test(value));
}

/** Says of what kind the value below it is. */
export function isTag(value: string): boolean {
  return tag.test(value);
}

/** Whether the value is the rest of a sentence, rather than a secret. `isData`: it stands where data would. */
export function isSentence(value: string, isData: boolean): boolean {
  const first = wordOf(/^\S*/.exec(value)?.[0] ?? '');
  return verdict.has(first) || (!isData && filler.has(first));
}

function wordOf(value: string): string {
  return value.length > 40 ? '' : value.toLowerCase().replace(/[.,:;!?]+$/, '');
}

/** `/etc/tls/tls.key`: where a secret is, said in small letters. */
export function isPath(value: string): boolean {
  return (
    value.length <= 300 &&
    /^(?:\.{0,2}|~|[a-z]:)(?:[/\\][a-z0-9._-]{1,40}){2,}$/i.test(value) &&
    !/[A-Z].*\d.*[A-Z]/.test(value)
  );
}
