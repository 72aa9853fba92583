import { imageOf } from '../../../sandbox/pipeline.ts';
import { pause } from './pause.ts';
import type { RunContext } from './run-context.ts';

const steps = ['checkout', 'test', 'image', 'push'] as const;
const stepMs = 1_500;
const againMs = 2_000;
const timeoutMs = 10_000;

/** Reports a build as a pipeline does that was told to try again (`curl --retry`): until the bot has taken each step. */
export async function reportBuild(context: RunContext, service: string, version: string): Promise<void> {
  const report = async (step: string, body: object) => {
    while (!(await put(context, `${service}-${version}`, step, { service, ...body }))) {
      await pause(againMs, context.signal);
    }
  };
  for (const step of steps) await report(step, { status: 'pending' });
  for (const step of steps) {
    await report(step, { status: 'running' });
    await pause(stepMs, context.signal);
    const image = step === 'push' ? { image: imageOf(service, version) } : {};
    await report(step, { status: 'passed', ...image });
  }
}

/** Whether the bot took it. Throws when it says that the report is wrong. */
async function put(context: RunContext, build: string, step: string, body: object): Promise<boolean> {
  const url = context.bots.map((bot) => bot.url()).find((each) => each !== undefined);
  if (url === undefined) return false;
  const answer = await fetch(`${url}/v1/builds/${build}/steps/${step}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${context.buildToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
  }).catch(() => undefined);
  if (answer === undefined) return false;
  const text = await answer.text().catch(() => '');
  const isOurFault = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  if (isOurFault) throw new Error(`step ${step} of ${build} was answered ${answer.status}: ${text}`);
  return answer.ok;
}
