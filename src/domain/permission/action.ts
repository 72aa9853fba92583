/** What a person may ask of Shipmate that not everybody may. Looking things up needs no permission. */
export const actions = [
  /** Taking a service back to an earlier version. */
  'rollback',
  /** Being the second person, where a rollback needs one. */
  'approve',
  /** Rolling back alone where a second person is needed, with a reason that calls the owners. */
  'break-glass',
  /** Holding automatic releases of a service to an environment. */
  'lock',
  'unlock',
] as const;

export type Action = (typeof actions)[number];
