import type { World } from '../world.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** A story played on the stand-ins without a browser; every step must be seen. */
export interface Tour {
  readonly name: string;
  readonly title: string;
  /** The channel whose transcript is printed at the end. */
  readonly channel: string;
  play(stage: Stage): Promise<void>;
}

export interface Stage {
  readonly world: World;
  readonly recorder: Recorder;
  /** One step of the story: what a person should see. Throws, and so ends the tour, when it is not seen. */
  step(what: string, play: () => Promise<void>): Promise<void>;
}

export interface TourResult {
  readonly isComplete: boolean;
  readonly transcript: string;
}

export interface TourOptions {
  readonly print: (line: string) => void;
  readonly now: () => number;
}

/** Plays a tour and prints each step with the time it took; the transcript is of the channel as everyone sees it. */
export async function playTour(tour: Tour, world: World, { print, now }: TourOptions): Promise<TourResult> {
  const recorder = createRecorder(world.slack, tour.channel);
  const step: Stage['step'] = async (what, play) => {
    const startedAt = now();
    await play();
    print(`  ✓ ${what} (${((now() - startedAt) / 1000).toFixed(1)} s)`);
  };

  print(`${tour.title}`);
  try {
    await tour.play({ world, recorder, step });
    return { isComplete: true, transcript: world.slack.transcript(tour.channel) };
  } catch (error) {
    print(`  ✗ not seen: ${error instanceof Error ? error.message : String(error)}`);
    return { isComplete: false, transcript: world.slack.transcript(tour.channel) };
  } finally {
    recorder.stop();
  }
}
