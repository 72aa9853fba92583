// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are what logs print.
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/domain/redaction/redaction.ts';
import { madeUp } from './made-up.ts';

const value = 'Tr0ub4dor&3';
const random = madeUp(32);
const mixed16 = madeUp(16);

/** `§` stands for the secret in the line and for its marker in the output. */
function expectHidden(line: string, rule: string, secret: string): void {
  expect(redact(line.replace('§', secret)).text).toBe(line.replace('§', `[hidden: ${rule}]`));
}

describe('values of telling names', () => {
  it.each([
    ['password=§', 'password'],
    ['host=db port=5432 user=app password=§ dbname=payments sslmode=require', 'password'],
    ['DB_PASSWORD=§', 'password'],
    ['export DB_PASSWORD_PROD=§', 'password'],
    ['dbPassword2: §', 'password'],
    ['mysqlpasswd = §', 'password'],
    ['  password: "§"', 'password'],
    ['{"user":"app","password":"§","port":5432}', 'password'],
    ['{"level":"error","msg":"{\\"password\\":\\"§\\",\\"port\\":1}"}', 'password'],
    ["{'password': '§', 'port': 5432}", 'password'],
    ['Config(user=app, password=§, port=5432)', 'password'],
    ['{User:app Password:§ Port:5432}', 'password'],
    ['Config { user: "app", password: "§", port: 5432 }', 'password'],
    ['Config { password: Some("§") }', 'password'],
    ['{:user=>"app", :password=>"§"}', 'password'],
    ['array("password" => "§")', 'password'],
    ['<user>app</user><password>§</password>', 'password'],
    ['jdbc:sqlserver://db:1433;user=sa;password=§;encrypt=true', 'password'],
    ['Server=db;Database=x;User Id=sa;Pwd=§;Timeout=5', 'password'],
    ['GET /login?user=ada&password=§&next=1 200', 'password'],
    ['redirect to /cb%3Fpassword%3D§ now', 'password'],
    ['spring.datasource.password=§', 'password'],
    ['passphrase: §', 'password'],
    ['mysql --user app --password § db', 'password'],
    ['mysql --user app --password=§ db', 'password'],
    ['["redis-cli","--pass","§","ping"]', 'password'],
    ['curl -u ada:§ https://x.example', 'password'],
    ['+ mysql -h db -u app -p§ payments', 'password'],
    ['mysqldump --host db -u app -p"§" payments', 'password'],
    ['sshpass -p § ssh deploy@host', 'password'],
    ['redis-cli -h cache -a § ping', 'password'],
    ['{"msg":"Password:\\n§","cut', 'password'],
    ['{"body":"{\\"a\\":\\"password:\\\\n  §\\"}","cut', 'password'],
    ["ALTER USER app WITH PASSWORD '§'", 'password'],
    ["CREATE USER 'app'@'%' IDENTIFIED BY '§'", 'password'],
    ['the password is §', 'password'],
    ['api_key=§', 'api-key'],
    ['X-Api-Key: §', 'api-key'],
    ['"apiKey":"§"', 'api-key'],
    ['DD-API-KEY=§', 'api-key'],
    ['client_secret=§&grant_type=client_credentials', 'secret'],
    ['SECRET_KEY_BASE=§', 'secret-key'],
    ['aws_secret_access_key = §', 'aws-secret-key'],
    ['private_key=§', 'secret-key'],
    ['AccountName=acme;AccountKey=§;EndpointSuffix=core.windows.net', 'secret-key'],
    ['access_token=§&token_type=bearer', 'token'],
    ['"refreshToken": "§"', 'token'],
    ['GITHUB_TOKEN=§', 'token'],
    ['_authToken=§', 'token'],
    ['token: "§"', 'token'],
    ['got token: §', 'token'],
    ['credentials: §', 'credential'],
    ['{name:DB_PASSWORD value:§}', 'password'],
    ['{"name":"DB_PASSWORD","value":"§"}', 'password'],
  ])('%s', (line, rule) => {
    expectHidden(line, rule, value.replaceAll('&', line.includes('?') ? '%26' : '&'));
  });

  it.each([
    ['auth: §', 'credential', mixed16],
    ['{"auths":{"registry.example":{"auth":"§"}}}', 'credential', `${mixed16}==`],
    ['key=§', 'secret-key', random],
    ['cookie_signature=§', 'signature', random],
    ['JSESSIONID=§', 'session', madeUp(32, 'capitals')],
    ['otp=§', 'one-time-code', '493817'],
    ['GET /callback?code=§&state=1', 'one-time-code', random],
  ])('%s, because the value looks random', (line, rule, secret) => {
    expectHidden(line, rule, secret);
  });

  it.each([
    ['invalid api key §', 'api-key', madeUp(32, 'hex')],
    ['datadog refuses the API key "§" of this host', 'api-key', madeUp(32, 'hex')],
    ['verifying with signing secret §', 'secret', madeUp(32, 'hex')],
    ['loaded encryption key §', 'secret-key', `${madeUp(42)}=`],
    ['token § has expired', 'token', madeUp(40)],
    ['401 for tokens §', 'token', madeUp(40, 'hex')],
    ['the session id is §', 'session', madeUp(32, 'hex')],
    ['credentials (§) refused', 'credential', madeUp(24)],
  ])('%s, although it is a sentence, because nobody would think of the value', (line, rule, secret) => {
    expectHidden(line, rule, secret);
  });

  it.each([
    ['commas, semicolons and brackets', 'ab,cd;ef)gh'],
    ['quotes of another kind', "it's-1"],
    ['equals signs', 'a=b=c=='],
    ['slashes', '/etc/X9/K2'],
    ['another script', 'пароль1'],
    ['only letters', 'swordfish'],
    ['only digits', '1234'],
  ])('are hidden whole with %s', (_what, secret) => {
    expectHidden('login with password=§ failed', 'password', secret);
    expectHidden('{"password": "§", "n": 1}', 'password', secret);
  });

  it.each([
    ['with escaped quotes', '{"password": "a\\"b", "n": 1}', '{"password": "[hidden: password]", "n": 1}'],
    ['that never end', '{"password": "abc def', '{"password": "[hidden: password]'],
    ['with spaces, alone on a line', 'password: correct horse battery', 'password: [hidden: password]'],
    ['that begin as a mask does', '  password: x* k4m2p9q7', '  password: [hidden: password]'],
    ['that are a mask with a remark', 'password: ******** (set by hand)', 'password: ******** (set by hand)'],
    [
      'behind slashes that are escaped',
      'at https:\\/\\/app:pw1@db\\/x',
      'at https://app:[hidden: url-password]@db/x',
    ],
    [
      'behind signs that are escaped',
      '?a=1\\u0026access_token\\u003dab12cd34',
      '?a=1&access_token=[hidden: token]',
    ],
    ['behind letters that are escaped', 'p\\u0061ssword\\u003Dab12', 'password=[hidden: password]'],
    [
      'behind escapes of escapes',
      '"{\\"a\\":\\"x\\\\u0026token\\\\u003dab12cd\\"}"',
      '"{\\"a\\":\\"x&token=[hidden: token]\\"}"',
    ],
    ['in a list', 'passwords: [a1, b2]', 'passwords: [[hidden: password]]'],
    ['over lines', '"secret": "one\ntwo 2\nthree"\nend', '"secret": "[hidden: secret]"\nend'],
    ['in a block', 'password: |\n  one\n  two\nport: 1', 'password: |\n  [hidden: password]\nport: 1'],
    [
      'under their name',
      '- name: API_TOKEN\n  value: x9Kd72\n- name: PORT\n  value: "1"',
      '- name: API_TOKEN\n  value: [hidden: token]\n- name: PORT\n  value: "1"',
    ],
    ['after a token', 'password=a token=b1c2 x=3', 'password=[hidden: password] token=[hidden: token] x=3'],
  ])('%s', (_what, text, expected) => {
    expect(redact(text).text).toBe(expected);
  });
});

describe('what stands behind a secret that is alone on its line', () => {
  it.each([
    ['api_key=§ Retrying in 5 s', 'api-key', random],
    ['token: § in region us-east-1 (attempt 3 of 5)', 'github-token', `ghp_${random}`],
    ['token: § is of issuer https://id.acme.example', 'token', madeUp(700)],
    ['secret=§ was refused', 'secret', madeUp(32, 'hex')],
  ])('is shown where it says what became of it: %s', (line, rule, secret) => {
    expectHidden(line, rule, secret);
  });

  it.each([
    ['passphrase: §', `${madeUp(24)} horse battery staple`],
    ['password=§', `${madeUp(32, 'hex')} was mine`],
  ])('is a part of a password: %s', (line, secret) => {
    expectHidden(line, 'password', secret);
  });

  it('is hidden where it looks like a secret, too', () => {
    expectHidden('secret=§', 'secret', `${madeUp(32, 'hex')} and ${madeUp(8)}`);
  });
});

describe('what only looks telling', () => {
  it.each([
    'token_count=5 max_tokens: 4096 tokens=128 total_tokens=9000',
    'token=5 tokens: 17',
    'password_policy=strict passwordMinLength=12 password_file=/run/secrets/db password_changed_at=2026-01-02',
    'secretName: payments-credentials secretRef: {name: payments} imagePullSecrets: [regcred]',
    'tlsSecret: payments-tls existingSecret: payments',
    'token_type=Bearer token_url=https://login.example/token grant_type=password',
    'public_key=abc123def456ghi789jkl012 primary_key=id partition_key=customer cache_key=user:42:profile',
    'next_page_token=CAUQAA continuationToken=abc123',
    'unexpected token: "}" at position 5',
    'SyntaxError: Unexpected token: EOF',
    'token: unexpected end of input',
    'invalid password: must be at least 8 characters',
    'Password: is required',
    'password: ********',
    'password=<redacted> token=[FILTERED] secret=${DB_SECRET} key={{ .Values.key }} pwd=$PWD',
    'password=null secret=none token=undefined api_key=""',
    'PWD=/usr/src/app OLDPWD=/usr/src',
    'privateKey: /etc/tls/tls.key',
    'conn = connect(host, password=self.password, token=os.environ["TOKEN"])',
    'connect(password=password)',
    'secret "payments-credentials" not found',
    "couldn't find key DB_PASSWORD in Secret prod/payments-credentials",
    'failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Alibrary: 401 Unauthorized',
    'MountVolume.SetUp failed for volume "kube-api-access-x2v7k" : token request: context deadline exceeded',
    'monkey: banana turkey=3 keyboard=us author: ada compass=north bypass: true',
    'passed: 12 failed: 0 pass=12',
    'key=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'session_id=123e4567-e89b-12d3-a456-426614174000',
    'at com.acme.auth.TokenService.verify(TokenService.java:42)',
    'std::secret::Token::new failed',
    'reading secret://payments/db',
    'use --password to set one, or --token-file FILE',
    'the token is invalid and the password was wrong',
    'secret payments-credentials-7d9c4b646c and secret sh.helm.release.v1.payments.v12 are gone',
    'token 123e4567-e89b-12d3-a456-426614174000 and session id 123e4567-e89b-12d3-a456-426614174000',
    'no token at com.acme.payments.tokens.TokenServiceV2Factory, token OAuth2AccessTokenV2Provider, and no secret /var/run/secrets/TLS1/key',
    'deployed commit 65a6ca7cff00d796c25410335b400141212b62c3 with key sha256:9f86d081884c7d659a2feaa0c55ad015',
    'docker run --user 1000:1000 alpine',
    'mysql -P 3306 -p payments and mysql --port 3306 -p',
    'redis-cli -h cache ping; sshpass -f /run/secrets/ssh ssh host',
    'a path\\/with\\/slashes and \\u003cb\\u003e',
    'authorization: level 5 is needed, authorization: denied for user7',
    'credentials: {kind: vault, role: payments}',
  ])('is shown: %s', (line) => {
    expect(redact(line)).toEqual({ text: line, hidden: [] });
  });
});
