import { withAskedLine } from '../../../messages/answer-elsewhere.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';

/** Answers to one person, finished when they are stored. What Slack does not take as it is goes as text alone. */
export const answerSubject: SubjectSource = {
  isMovable: false,
  transport: () => 'answer',

  async load({ subject }, store) {
    const answer = await store.answer(subject.id);
    if (answer === undefined) return undefined;
    const { channel, message, threadTs, responseUrl, user } = answer;
    return ({ style, misplaced }) => {
      const isFull = style.renderer === 'plan' && !style.isShort;
      const said = isFull ? message : { text: message.text, blocks: [] };
      if (misplaced !== undefined) return { kind: 'message', message: withAskedLine(said, channel) };
      return {
        kind: 'answer',
        user,
        message: said,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(responseUrl === undefined ? {} : { responseUrl }),
      };
    };
  },

  forget: ({ subject }, session) => session.forgetAnswer(subject.id),
};
