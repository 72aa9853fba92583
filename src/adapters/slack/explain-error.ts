const explanations: ReadonlyMap<string, string> = new Map([
  ['invalid_auth', 'Slack does not accept the bot token. Check slack.botToken (it begins with xoxb-).'],
  ['not_authed', 'Slack got no bot token. Set slack.botToken (it begins with xoxb-).'],
  [
    'token_revoked',
    'The bot token was revoked. Install the app again and set slack.botToken to the new token.',
  ],
  [
    'token_expired',
    'The bot token has expired. Install the app again and set slack.botToken to the new token.',
  ],
  ['account_inactive', 'The app is disabled or was removed from the workspace. Install it again.'],
  [
    'missing_scope',
    'The app lacks a scope. Compare its scopes with the manifest in deploy/ and install it again.',
  ],
  ['channel_not_found', 'The channel does not exist, or is private and the bot is not in it.'],
  ['not_in_channel', 'The bot is not in the channel. Type /invite @Shipmate there.'],
  ['is_archived', 'The channel is archived. Unarchive it, or configure another one.'],
]);

/** What an operator reads of Slack's error string, with what to do where we know. */
export function explainSlackError(code: string, method: string): string {
  const explanation =
    explanations.get(code) ?? 'See the method in the Slack API reference for what it means.';
  return `${method}: ${code}. ${explanation}`;
}
