import { singleLine } from './kit/escape.ts';

const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const quantityPattern = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E)?$/;

/** Memory as people write it: `256Mi` → `256 MiB`, `1.5G` → `1.5 GB`, `268435456` → `256 MiB`. */
export function memoryQuantity(quantity: string): string {
  const [, amount, unit] = quantityPattern.exec(quantity) ?? [];
  if (amount === undefined) return singleLine(quantity, 40) || 'limit';
  if (unit !== undefined) return `${Number(amount)} ${unit === 'k' ? 'kB' : `${unit}B`}`;
  return bytes(Number(amount));
}

/** `500m` as people say it: `0.5`. */
export function cpuAmount(millis: number): string {
  return String(millis / 1_000);
}

/** A sum of bytes, rounded to one digit after the point: `1.5 GiB`. */
export function memoryAmount(amount: number): string {
  const step = binary.findLastIndex((_, index) => amount >= 1024 ** (index + 1));
  const unit = binary[step];
  if (unit === undefined) return `${amount} bytes`;
  return `${Math.round((amount / 1024 ** (step + 1)) * 10) / 10} ${unit}B`;
}

/** A plain number of bytes in the largest unit that leaves no fraction; nearly all limits have one. */
function bytes(amount: number): string {
  const step = binary.findLastIndex(
    (_, index) => amount >= 1024 ** (index + 1) && amount % 1024 ** (index + 1) === 0,
  );
  const unit = binary[step];
  return unit === undefined ? `${amount} bytes` : `${amount / 1024 ** (step + 1)} ${unit}B`;
}

/** `1 line`, `1,204 lines` */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
