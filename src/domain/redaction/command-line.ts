import type { Finding } from './finding.ts';
import { isPath, isPlaceholder, isSentence } from './placeholder.ts';
import { isUnthinkable } from './randomness.ts';
import { tellingName } from './telling-name.ts';
import { valueAt } from './value-span.ts';

const flag = /(?<=^|[\s"'[,])--?([A-Za-z][A-Za-z0-9_-]{2,60})(?:["']?\s{1,4}|["'],\s{0,4})(?=[^\s-])/g;
const userFlag = /(?<=\s)(?:-u|--user|--proxy-user)[ =]{1,2}(["']?)([^\s:"']{1,80}):(?=\S)/g;

/** Programs whose flags of one letter take a password: `mysql -phunter2`, `sshpass -p hunter2`, `redis-cli -a …`. */
const shortFlag =
  /\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\s[^|;&\n]{0,200}?(?<=\s)-p(?=[^\s-])|(?:sshpass\s{1,4}-p\s{0,4}|redis-cli\s[^|;&\n]{0,200}?(?<=\s)-a\s{1,4})(?=[^\s-]))/g;

/** `--password hunter2`, also as a quoted list of arguments, and `curl -u user:password`. */
export function findFlags(line: string): readonly Finding[] {
  if (!line.includes('-')) return [];
  const named = [...line.matchAll(flag)].flatMap((match) => {
    const name = tellingName(match[1] ?? '');
    if (name === undefined || name.certainty === 'possible') return [];
    return valueFrom(line, match.index + match[0].length, name.rule);
  });
  const users = [...line.matchAll(userFlag)].flatMap((match) => {
    const start = match.index + match[0].length;
    // `docker run --user 1000:1000` names two numbers.
    return /^\d+(?!\S)/.test(line.slice(start, start + 20)) ? [] : valueFrom(line, start, 'password');
  });
  const short = [...line.matchAll(shortFlag)].flatMap((match) =>
    valueFrom(line, match.index + match[0].length, 'password'),
  );
  return [...named, ...users, ...short].toSorted((one, other) => one.start - other.start);
}

const phrase =
  /\b(?:password|passwd|passphrase|secret|identified by)(?: is| was| set to| to)?\s{1,4}(['"])([^'"\s]{3,4096})\1/gi;
const said =
  /\b(?:password|passwd|passphrase|token|secret|api key) (?:is|was|set to|used was)[:\s]{1,3}(?=\S)/gi;

const beside =
  /\b((?:access|account|api|auth|encryption|license|private|secret|service|signing)[ -]keys?|credentials?|pass(?:word|phrase)s?|secrets?|session id|tokens?)(?:[ ](?:is|was|of|used))?[:\s]{1,3}["'(<]?/gi;
const unbroken = /[\w+/=~-]+/y;

/** What no person would think of, beside a name that tells: `invalid api key 5f4d…`, `encryption key yNbm…`. */
export function findRandomBeside(line: string): readonly Finding[] {
  return [...line.matchAll(beside)].flatMap((match) => {
    const name = tellingName((match[1] ?? '').replace(/[ -]/, '_'));
    const start = match.index + match[0].length;
    unbroken.lastIndex = start;
    const [value = ''] = unbroken.exec(line) ?? [];
    const isSecret = isUnthinkable(value) && !isPath(value);
    return name !== undefined && isSecret ? [{ rule: name.rule, start, end: start + value.length }] : [];
  });
}

/** Passwords in sentences and in SQL: `IDENTIFIED BY '…'`, `the password is …`. */
export function findPhrases(line: string): readonly Finding[] {
  const quoted = [...line.matchAll(phrase)].flatMap((match) => {
    const value = match[2] ?? '';
    const end = match.index + match[0].length - 1;
    const isName = /^secret/i.test(match[0]) || isPlaceholder(value);
    return isName ? [] : [{ rule: 'password', start: end - value.length, end }];
  });
  const plain = [...line.matchAll(said)].flatMap((match) =>
    valueFrom(line, match.index + match[0].length, 'password').filter(
      ({ start, end }) => end - start >= 6 && /\d/.test(line.slice(start, Math.min(end, start + 200))),
    ),
  );
  return [...quoted, ...plain].toSorted((one, other) => one.start - other.start);
}

function valueFrom(line: string, at: number, rule: string): readonly Finding[] {
  const { start, end } = valueAt(line, at);
  const value = line.slice(start, Math.min(end, start + 300));
  return isPlaceholder(value) || isSentence(value, false) || value.length < 3 ? [] : [{ rule, start, end }];
}

const dsn = /(?<=:)([^\s:@/"']{1,4096})@(?:tcp|unix|udp|cloudsql)\(/dg;
const oracle = /jdbc:oracle:thin:[^\s/@]{1,80}\/([^\s@"']{1,200})@/dg;

/** Connection strings that are no URLs: Go's MySQL (`user:password@tcp(host)/db`) and Oracle's (`scott/tiger@host`). */
export function findConnectionStrings(line: string): readonly Finding[] {
  if (!line.includes('@')) return [];
  return [...line.matchAll(dsn), ...line.matchAll(oracle)]
    .flatMap((match) => {
      const [start, end] = match.indices?.[1] ?? [0, 0];
      return isPlaceholder(line.slice(start, end)) ? [] : [{ rule: 'url-password', start, end }];
    })
    .toSorted((one, other) => one.start - other.start);
}
