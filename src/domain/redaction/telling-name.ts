/**
 * How sure a name is that its value is a secret. `certain`: any value that is not a placeholder. `likely`: any value
 * with the form of one. `possible`: only a value that looks random.
 */
export type Certainty = 'certain' | 'likely' | 'possible';

export interface TellingName {
  readonly rule: string;
  readonly certainty: Certainty;
}

const password: TellingName = { rule: 'password', certainty: 'certain' };
const secretKey: TellingName = { rule: 'secret-key', certainty: 'certain' };
const apiKey: TellingName = { rule: 'api-key', certainty: 'certain' };
const awsKey: TellingName = { rule: 'aws-secret-key', certainty: 'certain' };
const oneTimeCode: TellingName = { rule: 'one-time-code', certainty: 'certain' };
const token: TellingName = { rule: 'token', certainty: 'likely' };
const secret: TellingName = { rule: 'secret', certainty: 'likely' };
const credential: TellingName = { rule: 'credential', certainty: 'likely' };
const session: TellingName = { rule: 'session', certainty: 'possible' };

const longestName = 80;

/** They say which or when, and not what: `DB_PASSWORD_PROD`, `old_password`, `token2`. */
const neutral = new Set(
  'value val string str text raw plain plaintext old new current previous confirm confirmation again repeat prod production staging stage dev test live primary secondary main default base base64 b64 encoded hash digest ro rw admin root'.split(
    ' ',
  ),
);

const byLastWord: Readonly<Record<string, TellingName>> = {
  pwd: password,
  pw: { ...password, certainty: 'likely' },
  pass: { ...password, certainty: 'likely' },
  creds: credential,
  cred: credential,
  bearer: token,
  jwt: token,
  otp: oneTimeCode,
  totp: oneTimeCode,
  cvv: oneTimeCode,
  sid: session,
  sessionid: session,
  jsessionid: session,
  phpsessid: session,
  cookie: session,
  auth: credentialIfRandom(),
  key: keyIfRandom(),
  keys: keyIfRandom(),
  tokens: { ...token, certainty: 'possible' },
  secrets: { ...secret, certainty: 'possible' },
  signature: { rule: 'signature', certainty: 'possible' },
  sig: { rule: 'signature', certainty: 'possible' },
  code: { rule: 'one-time-code', certainty: 'possible' },
};

/** Also where words run together: `dbpassword`, `clientsecret`. */
const byEnding: readonly (readonly [RegExp, TellingName])[] = [
  [/(?:password|passwd|passphrase|passcode|passwort)s?$/, password],
  [/apikeys?$/, apiKey],
  [/(?:secret|access|private|auth|account|shared|signing|encryption|master)key$/, secretKey],
  [/secret$/, secret],
  [/token$/, token],
  [/credentials?$/, credential],
];

/** Whose keys are secret; a `public`, `primary`, `partition` or `cache` key is not. */
const secretKeyOf = new Set(
  'access secret private signing encryption encrypt decryption master account storage shared auth license integration service client webhook deploy ssh hmac jwt session subscription instrumentation crypto aes cipher'.split(
    ' ',
  ),
);
const apiKeyOf = new Set(['api', 'app', 'application']);

/** `nextToken` pages through a list, `unexpectedToken` is a parser's; `tlsSecret` is the name of a Secret. */
const harmless = new Set(
  'next page continue continuation sync cancellation cursor pagination resume unexpected invalid illegal existing tls pull image ref stop eos'.split(
    ' ',
  ),
);

function credentialIfRandom(): TellingName {
  return { rule: 'credential', certainty: 'possible' };
}

function keyIfRandom(): TellingName {
  return { rule: 'secret-key', certainty: 'possible' };
}

/** What a name says of its value; undefined when it says nothing. The last word that is not neutral decides. */
export function tellingName(name: string): TellingName | undefined {
  const words = wordsOf(name.slice(-longestName));
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (last === 'id' && before === 'session') return session;
  if (/^keys?$/.test(last)) return keyName(words, before) ?? byLastWord[last];
  if (harmless.has(before)) return undefined;
  return (
    (Object.hasOwn(byLastWord, last) ? byLastWord[last] : undefined) ??
    byEnding.find(([ending]) => ending.test(last))?.[1]
  );
}

function keyName(words: readonly string[], before: string): TellingName | undefined {
  if (apiKeyOf.has(before)) return apiKey;
  if (!secretKeyOf.has(before)) return undefined;
  return words.includes('aws') ? awsKey : secretKey;
}

/** `dbPassword2` → db, password. */
function wordsOf(name: string): readonly string[] {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (/^[a-z]+\d{1,4}$/.test(word) ? word.replace(/\d+$/, '') : word))
    .filter((word) => word !== '' && !/^\d+$/.test(word));
  let end = words.length;
  while (end > 1 && neutral.has(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end);
}
