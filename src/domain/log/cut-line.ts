const mark = '…';
/** The beginning names the cause more often than the end does. */
const headShare = 0.7;

/** A line of at most `max` characters: its beginning and its end. */
export function cutMiddle(text: string, max: number): string {
  return text.length <= max ? text : cutBetween(text, text, max);
}

/** The beginning of one text and the end of another, with the mark of a cut between them. */
export function cutBetween(start: string, rest: string, max: number): string {
  const head = Math.floor(max * headShare);
  // A cut inside a surrogate pair would leave half a character.
  const first = start.slice(0, head).toWellFormed();
  return `${first}${mark}${rest.slice(-(max - head - mark.length)).toWellFormed()}`;
}
