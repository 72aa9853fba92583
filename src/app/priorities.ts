/**
 * What overtakes what on the way to Slack. urgent: verdicts, new problems, answers that somebody waits for · newCard ·
 * evidence: more about trouble that was told already · progress: a step on the way · trickle: counts that merely move.
 */
export const priorities = { urgent: 0, newCard: 1, evidence: 2, progress: 3, trickle: 4 } as const;

export type Priority = (typeof priorities)[keyof typeof priorities];
