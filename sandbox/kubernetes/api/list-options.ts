import { ApiError, badRequest, type Cause, invalid } from '../status.ts';

export interface ListOptions {
  limit: number;
  continueToken: string;
  resourceVersion: string;
  match: string;
  sendInitialEvents: boolean | undefined;
}

function forbiddenField(field: string, detail: string): Cause {
  return { reason: 'FieldValueForbidden', field, message: `Forbidden: ${detail}` };
}

function unsupportedMatch(match: string, supported: string): Cause {
  return {
    reason: 'FieldValueNotSupported',
    field: 'resourceVersionMatch',
    message: `Unsupported value: "${match}": supported values: ${supported}`,
  };
}

/** The list rules of apimachinery's ValidateListOptions, with their wording. */
function listFindings(options: ListOptions): Cause[] {
  const { match, resourceVersion, continueToken, sendInitialEvents } = options;
  const findings: Cause[] = [];
  const field = 'resourceVersionMatch';
  if (match !== '') {
    if (resourceVersion === '')
      findings.push(
        forbiddenField(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
      );
    if (continueToken !== '')
      findings.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      findings.push(unsupportedMatch(match, '"Exact", "NotOlderThan", ""'));
    if (match === 'Exact' && resourceVersion === '0')
      findings.push(
        forbiddenField(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
      );
  }
  if (sendInitialEvents !== undefined)
    findings.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return findings;
}

function watchFindings(options: ListOptions, isWatchListOn: boolean): Cause[] {
  const { match, sendInitialEvents } = options;
  const findings: Cause[] = [];
  const field = 'resourceVersionMatch';
  if (sendInitialEvents !== undefined) {
    if (match !== 'NotOlderThan')
      findings.push(
        forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
      );
    if (!isWatchListOn) {
      const detail = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
      findings.push(forbiddenField('sendInitialEvents', detail));
    }
  } else if (match !== '') {
    const detail = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    findings.push(forbiddenField(field, detail));
  }
  if (match !== '' && match !== 'NotOlderThan') findings.push(unsupportedMatch(match, '"NotOlderThan"'));
  return findings;
}

function refuse(findings: Cause[]): void {
  if (findings.length > 0) throw invalid('ListOptions', 'meta.k8s.io', '', findings);
}

function parseInteger(query: URLSearchParams, field: string): number {
  const text = query.get(field);
  if (text === null || text === '') return 0;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

function parseOptions(query: URLSearchParams): ListOptions {
  const initial = query.get('sendInitialEvents');
  return {
    limit: Math.max(0, parseInteger(query, 'limit')),
    continueToken: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: query.get('resourceVersionMatch') ?? '',
    sendInitialEvents:
      initial === null || initial === '' ? undefined : initial !== 'false' && initial !== '0',
  };
}

export function parseListOptions(query: URLSearchParams): ListOptions {
  const options = parseOptions(query);
  refuse(listFindings(options));
  if (options.continueToken !== '' && options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  return options;
}

export function parseWatchOptions(
  query: URLSearchParams,
  isWatchListOn: boolean,
): ListOptions & { allowBookmarks: boolean; timeoutSeconds: number } {
  const options = parseOptions(query);
  refuse(watchFindings(options, isWatchListOn));
  const bookmarks = query.get('allowWatchBookmarks');
  return {
    ...options,
    allowBookmarks: bookmarks !== null && bookmarks !== 'false' && bookmarks !== '0',
    timeoutSeconds: parseInteger(query, 'timeoutSeconds'),
  };
}

/** A resourceVersion as a number; the server may order them, clients may not. */
export function parseVersion(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ApiError(
    400,
    'BadRequest',
    `invalid resource version: strconv.ParseUint: parsing "${text}": invalid syntax`,
  );
}
