// A link that can be broken: between two services, or between a service and its database.
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The damage of a link; it concerns the bytes that pass after it is set. */
export type LinkFault =
  /**
   * A request with this text goes through, and the connection is cut when its answer comes: so
   * often, or every time.
   */
  | { kind: 'LoseReply'; to: string; times?: number }
  /** A request with this text waits; everything else goes through. */
  | { kind: 'HoldRequest'; of: string }
  /** Nothing arrives any more in either direction, until the fault is lifted. */
  | { kind: 'BlackHole' }
  | { kind: 'Delay'; ms: number }
  | { kind: 'Reset' }
  | { kind: 'Trickle'; bytes: number; everyMs: number };

export interface TcpProxy {
  port: number;
  /** Breaks the link, or mends it with null: what waited then goes on. */
  setFault(fault: LinkFault | null): void;
  /** Resolves when something with this text has been passed on to the target. */
  passed(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a proxy on loopback.
 * @param targets ports on loopback; connections go to them in turn, and past one that refuses them
 */
export async function startTcpProxy(targets: readonly number[]): Promise<TcpProxy> {
  const link: Link = {
    fault: null,
    changed: Promise.withResolvers(),
    sockets: new Set(),
    awaited: [],
  };
  let turn = 0;
  const server = createServer((client) => {
    const order = targets.map((_, index) => targets[(turn + index) % targets.length]!);
    turn += 1;
    client.on('error', () => client.destroy());
    openConversation(link, client, order);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    setFault: (fault) => setFault(link, fault),
    passed: (text) => whenPassed(link, text),
    close() {
      setFault(link, null);
      destroyAll(link);
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Between the beginning of an answer that is lost and the end of its connection. */
const CUT_AFTER_MS = 100;

interface Conversation {
  client: Socket;
  server: Socket;
  /** The next answer will be lost. */
  losesReply: boolean;
}

type Direction = 'up' | 'down';

/** The state of a proxy. */
interface Link {
  fault: LinkFault | null;
  /** Resolves when the fault is another one. */
  changed: PromiseWithResolvers<void>;
  sockets: Set<Socket>;
  awaited: { text: string; resolve: () => void }[];
}

function setFault(link: Link, fault: LinkFault | null): void {
  link.fault = fault;
  link.changed.resolve();
  link.changed = Promise.withResolvers();
  if (fault?.kind === 'Reset') for (const socket of link.sockets) socket.resetAndDestroy();
}

function whenPassed(link: Link, text: string): Promise<void> {
  return new Promise((resolve) => link.awaited.push({ text, resolve }));
}

function destroyAll(link: Link): void {
  for (const socket of link.sockets) socket.destroy();
}

function openConversation(
  link: Link,
  client: Socket,
  [target, ...others]: readonly number[],
): void {
  if (target === undefined) {
    client.destroy();
    return;
  }
  const server = connect(target, '127.0.0.1');
  const tryNext = () => openConversation(link, client, others);
  server.once('error', tryNext);
  server.once('connect', () => {
    server.off('error', tryNext);
    join(link, { client, server, losesReply: false });
  });
}

function join(link: Link, conversation: Conversation): void {
  const { client, server } = conversation;
  for (const socket of [client, server]) {
    link.sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => link.sockets.delete(socket));
    // A broken connection is what this proxy is for; 'close' follows and ends the other side.
    socket.on('error', () => socket.destroy());
  }
  pump(link, conversation, 'up');
  pump(link, conversation, 'down');
}

/** Passes on in order, one chunk after the other; the end comes after the last chunk. */
function pump(link: Link, conversation: Conversation, direction: Direction): void {
  const { client, server } = conversation;
  const [from, to] = direction === 'up' ? [client, server] : [server, client];
  let passing = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const arrivedAtMs = performance.now();
    passing = passing.then(() => pass(link, { conversation, direction, to, chunk, arrivedAtMs }));
  });
  from.once('close', () => {
    void passing.then(() => to.end());
  });
}

async function pass(link: Link, passage: Passage): Promise<void> {
  const { conversation, direction, to, chunk, arrivedAtMs } = passage;
  if (direction === 'down' && conversation.losesReply) {
    // Not at once: the first of several answers may be that to a statement before the COMMIT.
    await sleep(CUT_AFTER_MS);
    conversation.client.destroy();
    conversation.server.destroy();
    return;
  }
  const fault = link.fault;
  switch (fault?.kind) {
    case undefined:
      break;
    case 'LoseReply':
      if (direction === 'up' && chunk.includes(fault.to)) loseReply(link, conversation, fault);
      break;
    case 'HoldRequest':
      if (direction === 'up' && chunk.includes(fault.of)) await link.changed.promise;
      break;
    case 'BlackHole':
      await link.changed.promise;
      return pass(link, passage);
    case 'Delay':
      await sleep(Math.max(0, arrivedAtMs + fault.ms - performance.now()));
      break;
    case 'Reset':
      conversation.client.resetAndDestroy();
      conversation.server.resetAndDestroy();
      return;
    case 'Trickle':
      await trickle(to, chunk, fault);
      return;
  }
  to.write(chunk);
  if (direction === 'up') tell(link, chunk);
}

function loseReply(
  link: Link,
  conversation: Conversation,
  fault: LinkFault & { kind: 'LoseReply' },
): void {
  conversation.losesReply = true;
  if (fault.times === undefined) return;
  const times = fault.times - 1;
  link.fault = times === 0 ? null : { ...fault, times };
}

function tell(link: Link, chunk: Buffer): void {
  const told = link.awaited.filter(({ text }) => chunk.includes(text));
  if (told.length === 0) return;
  link.awaited = link.awaited.filter((awaited) => !told.includes(awaited));
  for (const { resolve } of told) resolve();
}

interface Passage {
  conversation: Conversation;
  direction: Direction;
  to: Socket;
  chunk: Buffer;
  arrivedAtMs: number;
}

async function trickle(
  to: Socket,
  chunk: Buffer,
  { bytes, everyMs }: { bytes: number; everyMs: number },
): Promise<void> {
  for (let offset = 0; offset < chunk.length; offset += bytes) {
    to.write(chunk.subarray(offset, offset + bytes));
    await sleep(everyMs);
  }
}
