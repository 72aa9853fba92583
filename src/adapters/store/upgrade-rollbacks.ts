/**
 * Format 1 knew one way back, the undo, and one target; what was accepted was `requested`. From format 2 on an offer
 * names its way and its candidates, and `requested` waits for a second person.
 */
export function upgradeRollbacks(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (!isRecord(value)) return value;
    if (key === 'offer' && value['kind'] === 'undo') return upgradeOffer(value);
    return key === 'rollback' && typeof value['status'] === 'string' ? upgradeRun(value) : value;
  });
}

function upgradeOffer({ target, targetLabel, knownGoodAt, ...offer }: Record<string, unknown>): object {
  const known = knownGoodAt === undefined ? {} : { verdict: 'good', at: knownGoodAt };
  const candidate = { revision: target, label: targetLabel, ...known };
  return { ...offer, kind: 'way-back', way: { kind: 'undo' }, target: candidate, candidates: [candidate] };
}

function upgradeRun(run: Record<string, unknown>): object {
  const status = run['status'] === 'requested' ? 'approved' : run['status'];
  return { ...run, way: { kind: 'undo' }, status };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
