import { isMixed } from './randomness.ts';
import { type TokenRule, tokenPattern } from './token-rule.ts';

/** Keys of clouds and of what runs on them, as the providers document their forms. */
export const cloudTokens: readonly TokenRule[] = [
  {
    id: 'aws-secret-key',
    // Beside its key id it has no name of its own, in `key:secret` and in columns.
    hints: ['AKIA', 'ASIA'],
    pattern: tokenPattern('(?:AKIA|ASIA)[A-Z0-9]{16}[\\s:,;|/"\']{1,4}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])'),
    isSecret: isMixed,
  },
  {
    id: 'aws-access-key',
    hints: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    pattern: tokenPattern('(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])'),
  },
  {
    id: 'aws-session-token',
    hints: ['FwoGZXIvYXdz', 'IQoJb3JpZ2lu'],
    pattern: tokenPattern('(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=%]{40,}'),
  },
  {
    id: 'signed-url',
    hints: ['Signature=', 'Security-Token=', 'sig='],
    pattern:
      /(?<=[?&;, ])(?:X-(?:Amz|Goog)-(?:Signature|Security-Token)|Signature|sig)=([A-Za-z0-9%+/=_.~-]{20,})/dg,
  },
  { id: 'gcp-api-key', hints: ['AIza'], pattern: tokenPattern('AIza[A-Za-z0-9_-]{35}') },
  { id: 'gcp-oauth-token', hints: ['ya29.'], pattern: tokenPattern('ya29\\.[A-Za-z0-9._-]{20,}') },
  { id: 'gcp-client-secret', hints: ['GOCSPX-'], pattern: tokenPattern('GOCSPX-[A-Za-z0-9_-]{20,}') },
  { id: 'gcp-refresh-token', hints: ['1//0'], pattern: tokenPattern('1//0[A-Za-z0-9_-]{30,}') },
  {
    id: 'azure-client-secret',
    hints: ['Q~'],
    pattern: tokenPattern('(?<![_~.-])[A-Za-z0-9_~.]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}'),
  },
  {
    id: 'azure-storage-key',
    hints: ['=='],
    // 64 bytes in base64: the length of an account key, and of a Cosmos DB key.
    pattern: tokenPattern('(?<![+/])[A-Za-z0-9+/]{86}=='),
    isSecret: isMixed,
  },
  {
    id: 'digitalocean-token',
    hints: ['_v1_'],
    pattern: tokenPattern('(?:dop|doo|dor)_v1_[a-f0-9]{40,}'),
  },
  {
    id: 'vault-token',
    hints: ['hvs.', 'hvb.', 'hvr.'],
    pattern: tokenPattern('hv[sbr]\\.[A-Za-z0-9_-]{20,}'),
  },
  {
    id: 'vault-token',
    hints: ['s.', 'b.', 'r.'],
    pattern: tokenPattern('(?<![_.-])[sbr]\\.[A-Za-z0-9]{24}(?![\\w-])'),
    isSecret: isMixed,
  },
  {
    id: 'terraform-token',
    hints: ['.atlasv1.'],
    pattern: tokenPattern('[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{40,}'),
  },
  { id: 'alibaba-access-key', hints: ['LTAI'], pattern: tokenPattern('LTAI[A-Za-z0-9]{12,30}') },
  { id: 'cloudflare-key', hints: ['v1.0-'], pattern: tokenPattern('v1\\.0-[a-f0-9]{24}-[a-f0-9]{100,}') },
  { id: 'databricks-token', hints: ['dapi'], pattern: tokenPattern('dapi[a-f0-9]{32}(?:-\\d)?') },
  { id: 'heroku-key', hints: ['HRKU-'], pattern: tokenPattern('HRKU-[A-Za-z0-9_-]{30,}') },
  {
    id: 'fly-token',
    hints: ['fo1_', 'fm1', 'fm2_'],
    pattern: tokenPattern('(?:fo1|fm1[ar]|fm2)_[A-Za-z0-9+/=_-]{30,}'),
  },
  { id: 'pulumi-token', hints: ['pul-'], pattern: tokenPattern('pul-[a-f0-9]{40}') },
  {
    id: 'planetscale-token',
    hints: ['pscale_'],
    pattern: tokenPattern('pscale_(?:tkn|pw|oauth)_[A-Za-z0-9._-]{20,}'),
  },
  {
    id: 'supabase-token',
    hints: ['sbp_', 'sb_secret_'],
    pattern: tokenPattern('(?:sbp|sb_secret)_[A-Za-z0-9_-]{20,}'),
  },
  {
    id: 'doppler-token',
    hints: ['dp.'],
    pattern: tokenPattern('dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{30,}'),
  },
  { id: 'tailscale-key', hints: ['tskey-'], pattern: tokenPattern('tskey-[a-z]{2,12}-[A-Za-z0-9-]{10,}') },
  { id: 'docker-swarm-token', hints: ['SWMTKN-'], pattern: tokenPattern('SWMTKN-\\d-[a-z0-9-]{40,}') },
  {
    id: 'age-key',
    hints: ['AGE-SECRET-KEY-'],
    pattern: tokenPattern('AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{20,}'),
  },
  { id: '1password-token', hints: ['ops_eyJ'], pattern: tokenPattern('ops_eyJ[A-Za-z0-9_=-]{20,}') },
];
