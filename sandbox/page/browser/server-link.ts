import type { Change, Channel, Message, View, Workspace } from './model.ts';

export interface Answer {
  ok: boolean;
  error?: string;
}

/** Everything the page asks of its server. */
export interface ServerLink {
  workspace(): Promise<Workspace>;
  channels(viewer: string): Promise<Channel[]>;
  messages(channel: string, viewer: string): Promise<Message[]>;
  views(viewer: string): Promise<{ modals: View[]; home: View | null }>;
  act(act: string, viewer: string, details: object): Promise<Answer>;
  deploy(service: string, behaviour: string): Promise<Answer>;
  push(service: string): Promise<Answer>;
  /** Calls back on every change, and with `reconnected` when some may have been missed. */
  onChange(listener: (change: Change | 'reconnected') => void): void;
}

export function createServerLink(): ServerLink {
  const as = (viewer: string) => `as=${encodeURIComponent(viewer)}`;

  return {
    workspace: () => read('/api/workspace'),
    channels: (viewer) => read(`/api/channels?${as(viewer)}`),
    messages: (channel, viewer) =>
      read(`/api/channels/${encodeURIComponent(channel)}/messages?${as(viewer)}`),
    views: (viewer) => read(`/api/views?${as(viewer)}`),
    act: (act, viewer, details) => send('/api/act', { act, as: viewer, ...details }),
    deploy: (service, behaviour) => send('/api/deploy', { service, behaviour }),
    push: (service) => send('/api/push', { service }),
    onChange: listen,
  };
}

async function read<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} for ${path}.`);
  return (await response.json()) as T;
}

async function send(path: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  } catch {
    return { ok: false, error: 'The sandbox does not answer. Is it still running?' };
  }
}

function listen(listener: (change: Change | 'reconnected') => void): void {
  const source = new EventSource('/api/changes');
  let hasBeenOpen = false;
  source.addEventListener('open', () => {
    if (hasBeenOpen) listener('reconnected');
    hasBeenOpen = true;
  });
  source.addEventListener('message', (event) => listener(JSON.parse(String(event.data)) as Change));
}
