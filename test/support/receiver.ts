import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A post as it arrived. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks on a port of its own, which answers as it is told. */
export interface Receiver {
  url: string;
  port: number;
  got: Received[];
  /** Connections that were made to it, whatever came over them. */
  connections: number;
  answer: (response: ServerResponse, received: Received) => void;
  close(): Promise<void>;
}

/** Opens a receiver that says yes to everything. */
export async function openReceiver(): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      const received = { headers: request.headers, body };
      receiver.got.push(received);
      receiver.answer(response, received);
    });
  });
  server.on("connection", (socket) => {
    receiver.connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/notify`,
    port,
    got: [],
    connections: 0,
    answer: (response) => response.end("好"),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return receiver;
}
