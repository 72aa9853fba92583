#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { run } from './cli/run.ts';

// Whoever read the output has seen enough (`| head`): there is nobody left to tell.
process.stdout.on('error', () => process.exit());

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: (path, text) => writeFileSync(path, text),
  print: (line) => process.stdout.write(`${line}\n`),
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  input: () => process.stdin,
  tell: (line) => process.stderr.write(`${line}\n`),
  untilStopped: () =>
    new Promise((resolve) => {
      // Once: the second signal of a kind finds no listener and ends the process.
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(signal));
    }),
});
