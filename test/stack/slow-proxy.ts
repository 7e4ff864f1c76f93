import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Passes bytes on to a port of this machine, the answers late. */
export class SlowProxy {
  /** Milliseconds. */
  delayMs = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      this.connections += 1;
      const server = connect(port, '127.0.0.1');
      this.#pass(client, server, () => 0);
      this.#pass(server, client, () => this.delayMs);
    });
  }

  static async to(port: number): Promise<SlowProxy> {
    const proxy = new SlowProxy(port);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #pass(from: Socket, to: Socket, delayMs: () => number): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), delayMs()).unref());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
