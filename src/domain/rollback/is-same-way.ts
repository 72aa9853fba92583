import type { WayBack } from './way-back.ts';

/** Whether two ways back do the same. Their fields are texts, numbers and objects of these, made in one place. */
export function isSameWay(one: WayBack, other: WayBack | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
