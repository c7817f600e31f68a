import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Socket } from "node:net";
import type { CertificateAndKey } from "../tls/test-authority.ts";
import { listen } from "./listen.ts";

/** An HTTPS server whose port can be closed and opened again, and whose certificate can change while it runs. */
export interface TlsListener {
  readonly port: number;
  /** Opens the port again, the same one. Nothing happens when it is open. */
  open(): Promise<void>;
  /** Closes the port and every connection: clients get "connection refused". */
  refuse(): Promise<void>;
  /** New connections get this certificate, and there are only new ones: the others are closed. */
  useCertificate(certificate: CertificateAndKey): void;
  /** Resets (RST) the connection that a request came over. */
  reset(request: IncomingMessage): void;
  close(): Promise<void>;
}

export interface TlsListenerOptions {
  host: string;
  port: number;
  certificate: CertificateAndKey;
  /** True for a connection that is to be reset as soon as it is accepted. */
  resetOnAccept(): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Milliseconds that an idle connection is kept: longer than clients keep theirs, so that they never write to a closed one. */
const keepAliveTimeout = 120_000;

export async function startTlsListener(options: TlsListenerOptions): Promise<TlsListener> {
  let server: Server | undefined;
  let { certificate } = options;
  let { port } = options;
  /** TCP connections below TLS: only they can be reset. */
  const sockets = new Map<string, Socket>();

  const open = async () => {
    if (server) return;
    const { certificate: cert, key } = certificate;
    const opened = createServer({ cert, key, keepAliveTimeout, requestTimeout: 0, minVersion: "TLSv1.2" });
    opened.on("request", options.handle);
    // Handshakes fail whenever a certificate fault makes clients refuse; that is the client's affair.
    opened.on("tlsClientError", () => {});
    opened.on("connection", (socket: Socket) => {
      socket.on("error", () => {});
      if (options.resetOnAccept()) {
        socket.resetAndDestroy();
        return;
      }
      const key = addressOf(socket);
      sockets.set(key, socket);
      socket.once("close", () => sockets.delete(key));
    });
    port = await listen(opened, port, options.host);
    server = opened;
  };
  const refuse = async () => {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    closing.closeAllConnections();
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  };
  await open();
  return {
    get port() {
      return port;
    },
    open,
    refuse,
    useCertificate(changed) {
      certificate = changed;
      const running = server as ReturnType<typeof createServer> | undefined;
      running?.setSecureContext({ cert: changed.certificate, key: changed.key });
      running?.closeAllConnections();
    },
    reset(request) {
      const socket = sockets.get(addressOf(request.socket));
      if (socket) socket.resetAndDestroy();
      else request.socket.destroy();
    },
    close: refuse,
  };
}

function addressOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
