// A link that can be broken: between two services, or between a service and its database.
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is wrong with a link; it concerns what passes from the moment on when it is set. */
export type LinkFault =
  /**
   * What holds this text goes through, and the connection is cut when its answer comes: so often,
   * or every time.
   */
  | { readonly kind: 'LoseReply'; readonly to: string; readonly times?: number }
  /** What holds this text waits; everything else goes through. */
  | { readonly kind: 'HoldRequest'; readonly of: string }
  /** Nothing arrives any more in either direction, until the fault is lifted. */
  | { readonly kind: 'BlackHole' }
  | { readonly kind: 'Delay'; readonly ms: number }
  | { readonly kind: 'Reset' }
  | { readonly kind: 'Trickle'; readonly bytes: number; readonly everyMs: number };

export interface TcpProxy {
  readonly port: number;
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
  const link = new Link();
  let turn = 0;
  const server = createServer((client) => {
    const order = targets.map((_, index) => targets[(turn + index) % targets.length]!);
    turn += 1;
    client.on('error', () => client.destroy());
    link.open(client, order);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    setFault: (fault) => link.setFault(fault),
    passed: (text) => link.passed(text),
    close() {
      link.setFault(null);
      link.destroyAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Between the beginning of an answer that is lost and the end of its connection. */
const CUT_AFTER_MS = 100;

interface Conversation {
  readonly client: Socket;
  readonly server: Socket;
  /** The next answer will be lost. */
  losesReply: boolean;
}

type Direction = 'up' | 'down';

class Link {
  #fault: LinkFault | null = null;
  #changed = Promise.withResolvers<void>();
  readonly #sockets = new Set<Socket>();
  #awaited: { text: string; resolve: () => void }[] = [];

  setFault(fault: LinkFault | null): void {
    this.#fault = fault;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (fault?.kind === 'Reset') for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  passed(text: string): Promise<void> {
    return new Promise((resolve) => this.#awaited.push({ text, resolve }));
  }

  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  open(client: Socket, [target, ...others]: readonly number[]): void {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const server = connect(target, '127.0.0.1');
    const tryNext = () => this.open(client, others);
    server.once('error', tryNext);
    server.once('connect', () => {
      server.off('error', tryNext);
      this.#join({ client, server, losesReply: false });
    });
  }

  #join(conversation: Conversation): void {
    const { client, server } = conversation;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => this.#sockets.delete(socket));
      // A broken connection is what this proxy is for; 'close' follows and ends the other side.
      socket.on('error', () => socket.destroy());
    }
    this.#pump(conversation, 'up');
    this.#pump(conversation, 'down');
  }

  /** Passes on in order, one chunk after the other; the end comes after the last chunk. */
  #pump(conversation: Conversation, direction: Direction): void {
    const { client, server } = conversation;
    const [from, to] = direction === 'up' ? [client, server] : [server, client];
    let passing = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const arrivedAtMs = performance.now();
      passing = passing.then(() => this.#pass({ conversation, direction, to, chunk, arrivedAtMs }));
    });
    from.once('close', () => {
      passing.then(() => to.end());
    });
  }

  async #pass(passage: Passage): Promise<void> {
    const { conversation, direction, to, chunk, arrivedAtMs } = passage;
    if (direction === 'down' && conversation.losesReply) {
      // Not at once: the first of several answers may be that to a statement before the COMMIT.
      await sleep(CUT_AFTER_MS);
      conversation.client.destroy();
      conversation.server.destroy();
      return;
    }
    const fault = this.#fault;
    switch (fault?.kind) {
      case undefined:
        break;
      case 'LoseReply':
        if (direction === 'up' && chunk.includes(fault.to)) this.#loseReply(conversation, fault);
        break;
      case 'HoldRequest':
        if (direction === 'up' && chunk.includes(fault.of)) await this.#changed.promise;
        break;
      case 'BlackHole':
        await this.#changed.promise;
        return this.#pass(passage);
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
    if (direction === 'up') this.#tell(chunk);
  }

  #loseReply(conversation: Conversation, fault: LinkFault & { kind: 'LoseReply' }): void {
    conversation.losesReply = true;
    if (fault.times === undefined) return;
    const times = fault.times - 1;
    this.#fault = times === 0 ? null : { ...fault, times };
  }

  #tell(chunk: Buffer): void {
    const told = this.#awaited.filter(({ text }) => chunk.includes(text));
    if (told.length === 0) return;
    this.#awaited = this.#awaited.filter((awaited) => !told.includes(awaited));
    for (const { resolve } of told) resolve();
  }
}

interface Passage {
  readonly conversation: Conversation;
  readonly direction: Direction;
  readonly to: Socket;
  readonly chunk: Buffer;
  readonly arrivedAtMs: number;
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
