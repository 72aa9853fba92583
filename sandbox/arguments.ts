import { parseArgs } from 'node:util';

/** What the sandbox was asked for. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'page'; readonly port: number }
  | { readonly kind: 'tour'; readonly name: string }
  | { readonly kind: 'wrong'; readonly because: string };

export const defaultPort = 4000;

/** Reads the words after `npm run sandbox --`. The first of `tours` is the one that needs no name. */
export function readArguments(words: readonly string[], tours: readonly string[]): Asked {
  const parsed = parse(words);
  if (typeof parsed === 'string') return wrong(parsed);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };

  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    return wrong(`--port ${values.port}: a port is a number from 0 to 65535.`);

  const [name, ...more] = positionals;
  const unexpected = values.tour === true ? more[0] : name;
  if (unexpected !== undefined) return wrong(`${unexpected}: nothing is expected here.`);
  if (values.tour !== true) return { kind: 'page', port };

  const tour = name ?? tours[0] ?? '';
  if (!tours.includes(tour)) return wrong(`--tour ${tour}: there is no such tour, only ${tours.join(', ')}.`);
  return { kind: 'tour', name: tour };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        tour: { type: 'boolean' },
        port: { type: 'string', default: String(defaultPort) },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    // What follows Node's first sentence is advice for other programs.
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    return `${sentence.replace(/\.$/, '')}.`;
  }
}

function wrong(because: string): Asked {
  return { kind: 'wrong', because };
}
