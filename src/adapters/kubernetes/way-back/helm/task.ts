import type { ObjectName } from '../../../../domain/rollback/way-back.ts';
import type { Clock, WayBackRequest } from '../../../../ports.ts';
import type { Access } from '../access.ts';
import type { Api } from './api.ts';
import type { ApplyRelease } from './apply-release.ts';

/** One rollback, as it is carried out. */
export interface Task {
  readonly access: Access;
  readonly request: WayBackRequest;
  readonly release: ObjectName;
  readonly api: Api;
  readonly apply: ApplyRelease;
  readonly clock: Clock;
}
