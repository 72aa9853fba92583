import type { World, WorldOptions } from '../world.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** A story played on the stand-ins without a browser; every step must be seen. */
export interface Tour {
  readonly name: string;
  readonly title: string;
  /** The channel whose transcript is printed at the end. */
  readonly channel: string;
  /** The company in which it is played, and what happens there. Whoever opens it closes its world. */
  open(options: WorldOptions): Promise<OpenTour>;
}

export interface OpenTour {
  readonly world: World;
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
export async function playTour(
  tour: Pick<Tour, 'title' | 'channel'>,
  { world, play }: OpenTour,
  { print, now }: TourOptions,
): Promise<TourResult> {
  const recorder = createRecorder(world.slack, tour.channel);
  const step: Stage['step'] = async (what, play) => {
    const startedAt = now();
    await play();
    print(`  ✓ ${what} (${((now() - startedAt) / 1000).toFixed(1)} s)`);
  };

  print(`${tour.title}`);
  try {
    await play({ world, recorder, step });
    return { isComplete: true, transcript: world.slack.transcript(tour.channel) };
  } catch (error) {
    print(`  ✗ not seen: ${error instanceof Error ? error.message : String(error)}`);
    return { isComplete: false, transcript: world.slack.transcript(tour.channel) };
  } finally {
    recorder.stop();
  }
}
