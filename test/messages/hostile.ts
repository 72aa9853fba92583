/** What people, pipelines and containers may write, and must never be more than text in Slack. */
export const hostileTexts: readonly string[] = [
  '<!channel> <!here> <!everyone> <!subteam^S0PAY>',
  '<@U0ADA> <#C0PAY>',
  '<https://evil.example|payments-api>',
  '&lt;!channel&gt; &amp;lt;@U0ADA&amp;gt;',
  '```\n<!channel>\n``` `code` *bold* _italic_ ~struck~',
  'line one\nline two\r\nline three\u2028four',
  'NUL \u0000 bell \u0007 escape \u001b[31mred\u001b[0m',
  'turned \u202eback\u202c and \u2066isolated\u2069',
  'مرحبا بالعالم שלום',
  '😀👩‍👩‍👧‍👦🇩🇪',
  'lonely \ud83d surrogate \ude00',
  ':tada: @channel #general',
  '__proto__',
  ' ',
  '',
];

/** The longest thing that anybody may send. */
export const endless = '<!channel>&😀 '.repeat(800);
