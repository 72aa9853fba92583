import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  add(socket: Socket): void;
  resetAll(): void;
}

export function createConnections(): Connections {
  const open = new Set<Socket>();
  return {
    add(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    resetAll() {
      for (const socket of open) socket.resetAndDestroy();
    },
  };
}
