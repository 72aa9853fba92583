import { hash } from 'node:crypto';

/** Stands for a text that may be secret: equal for equal texts, and nothing can be read from it. */
export type Digest = (text: string) => string;

/** 48 bits: enough to tell two values of one variable apart. */
const length = 8;

/** With a key of the process's own, so that nobody can look up what a digest stands for, wherever it may turn up. */
export function createDigest(key: string): Digest {
  return (text) => hash('sha256', `${key}${text}`, 'base64url').slice(0, length);
}
