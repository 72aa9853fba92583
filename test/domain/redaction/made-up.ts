const small = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

export const alphabets = {
  hex: `${digits}abcdef`,
  small: small + digits,
  capitals: small.toUpperCase() + digits,
  mixed: small + small.toUpperCase() + digits,
} as const;

/**
 * Text that looks random and is the same in every run: secrets are put together when the tests run, so that no
 * scanner takes this project for leaky. Of three characters in a row one is of each kind the alphabet has.
 */
export function madeUp(length: number, alphabet: keyof typeof alphabets = 'mixed', seed = 7): string {
  const kinds = kindsOf(alphabets[alphabet]);
  let state = seed * 2_654_435_761 + length;
  return Array.from({ length }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const kind = kinds[index % kinds.length] ?? '';
    return kind[Math.floor(state / 65_536) % kind.length] ?? '';
  }).join('');
}

function kindsOf(alphabet: string): readonly string[] {
  return [/[a-z]/g, /[A-Z]/g, /\d/g].map((kind) => (alphabet.match(kind) ?? []).join('')).filter(Boolean);
}

/** A private key as it would stand in a file: 64 characters a line. */
export function privateKey(kind = 'RSA ', lines = 12): string {
  const body = Array.from({ length: lines }, (_, index) => madeUp(64, 'mixed', index + 1));
  return [fence('BEGIN', kind), ...body, `${madeUp(22)}==`, fence('END', kind)].join('\n');
}

export function fence(edge: 'BEGIN' | 'END', kind = ''): string {
  return ['-----', edge, ` ${kind}PRIVATE`, ' KEY-----'].join('');
}

export function jwt(): string {
  return [`eyJ${madeUp(30)}`, `eyJ${madeUp(60)}`, madeUp(43)].join('.');
}
