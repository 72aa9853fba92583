import type { KeyPath } from '../config/key-path.ts';
import { valueAt } from '../config/key-path.ts';
import type { LoadedConfig } from '../config/load.ts';

/** The value as text, or where it came from when it must not be printed. */
export function shown({ config, originOf }: LoadedConfig, ...path: KeyPath): string {
  return originOf(path) ?? withoutPassword(String(valueAt(config, path) ?? 'none'));
}

export function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^/]*@/, '://…@');
}

/** The items of a list, each shown or hidden by itself. */
export function listed(loaded: LoadedConfig, ...path: KeyPath): string {
  const items = valueAt(loaded.config, path);

  return Array.isArray(items) ? items.map((_, index) => shown(loaded, ...path, index)).join(', ') : '';
}
