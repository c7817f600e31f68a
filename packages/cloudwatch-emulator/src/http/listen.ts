import type { AddressInfo, Server } from "node:net";

/**
 * Starts to listen and returns the port, which the system picks when it is 0.
 * @throws an error that names the port and says what to do when it is taken or not allowed.
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explain(error, port, host));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const remedies: Record<string, string> = {
    EADDRINUSE: "it is taken. Stop what listens there, or choose another port (0 lets the system choose)",
    EACCES: "it is not allowed. Ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another port",
    EADDRNOTAVAIL: "this machine has no such address. Choose another host, such as 127.0.0.1",
  };
  const reason = remedies[error.code ?? ""] ?? error.message;
  return new Error(`Cannot listen on port ${port} of ${host}: ${reason}.`, { cause: error });
}
