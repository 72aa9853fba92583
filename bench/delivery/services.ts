export interface Scene {
  readonly rollouts: number;
  readonly pods: number;
  readonly channels: number;
  /** One in so many crashes; 0 for none. */
  readonly crashingOneIn: number;
  /** How much slower than the sandbox's person a pod does everything: pulling, starting, crashing. */
  readonly pace: number;
}

export interface Service {
  readonly name: string;
  readonly channel: string;
  readonly isCrashing: boolean;
}

/** Services in teams, each team with a channel; who crashes is spread over the teams. */
export function servicesOf({ rollouts, channels, crashingOneIn }: Scene): readonly Service[] {
  return Array.from({ length: rollouts }, (_, index) => {
    const channel = index % channels;
    const turn = Math.floor(index / channels);
    return {
      name: `service-${index}`,
      channel: `team-${channel}`,
      isCrashing: crashingOneIn > 0 && (turn + channel) % crashingOneIn === 0,
    };
  });
}
