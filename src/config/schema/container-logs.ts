import { z } from 'zod';
import { durationField } from './duration.ts';
import { wholeNumberField } from './fields.ts';

export const containerLogsSchema = z
  .strictObject({
    readsAtOnce: wholeNumberField(1, 50)
      .default(5)
      .describe('How many logs are read from one cluster at a time.'),
    timeout: durationField('10s', 'How long reading one log may take.', { least: '1s', most: '5m' }),
    fileKilobytes: wholeNumberField(16, 1024)
      .default(256)
      .describe(
        "How much of a container's log, from its end, is kept and attached to the thread as a file; in units of 1,024 bytes.",
      ),
  })
  .transform(({ readsAtOnce, timeout, fileKilobytes }) => ({
    readsAtOnce,
    timeoutMs: timeout,
    fileBytes: fileKilobytes * 1024,
  }))
  .prefault({})
  .describe('The logs of containers that have a problem.');
