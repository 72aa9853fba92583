import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isJsonObject, stringAt } from './slack/json.ts';

export interface Push {
  readonly service: string;
  readonly version: string;
  readonly author: string;
  /** Most pipelines know it from Git. */
  readonly authorEmail?: string;
  readonly title: string;
}

export interface Pipeline {
  /** Reports the steps of a build as a pipeline would, up to the pushed image. Answers the image. */
  build(push: Push): Promise<string>;
  /** Asks before it deploys, as docs/rollback.md tells pipelines to: who holds it and why; undefined when nobody does. */
  heldBy(service: string, environment: string): Promise<string | undefined>;
}

interface Step {
  readonly id: string;
  readonly detail?: string;
}

const steps: readonly Step[] = [
  { id: 'checkout' },
  { id: 'test', detail: '312 passed' },
  { id: 'image' },
  { id: 'push' },
];

/** The image that a version of a service is pushed as. */
export function imageOf(service: string, version: string): string {
  return `registry.example/${service}:${version}`;
}

/** A CI system: knows the bot's address and a token, and nothing of Slack. `pace` 1 is a person's. */
export function createPipeline(options: { botUrl: () => string; token: string; pace: number }): Pipeline {
  const { botUrl, token, pace } = options;

  async function report(push: Push, step: string, body: object): Promise<void> {
    const build = `build-${push.version}`;
    const response = await fetch(`${botUrl()}/v1/builds/${build}/steps/${step}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ service: push.service, ...body }),
    });
    if (!response.ok) throw new Error(`the bot answered ${response.status}: ${await response.text()}`);
  }

  async function build(push: Push): Promise<string> {
    const image = imageOf(push.service, push.version);
    const commit = createHash('sha1').update(image).digest('hex');
    const { title: commitTitle, author, authorEmail } = push;
    const about = { commit, commitTitle, author, ...(authorEmail === undefined ? {} : { authorEmail }) };
    // The whole list first: people see what is still to come.
    for (const { id } of steps) await report(push, id, { status: 'pending', ...about });
    for (const { id, detail } of steps) {
      await report(push, id, { status: 'running' });
      await wait(700 * pace);
      await report(push, id, {
        status: 'passed',
        ...(detail === undefined ? {} : { detail }),
        ...(id === 'push' ? { image } : {}),
      });
    }
    return image;
  }

  async function heldBy(service: string, environment: string): Promise<string | undefined> {
    const response = await fetch(`${botUrl()}/v1/locks/${service}/${environment}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const lock: unknown = await response.json();
    if (!isJsonObject(lock)) throw new Error(`the bot answered ${response.status}, and no object`);
    if (lock['isLocked'] === false) return undefined;
    return [stringAt(lock, 'by'), stringAt(lock, 'because')].filter((each) => each).join(', ');
  }

  return { build, heldBy };
}
