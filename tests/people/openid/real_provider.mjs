// npm's oidc-provider on loopback, with one client and its own pages for signing in, where any name is somebody. Prints its port.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [client_id, client_secret, back] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id, client_secret, redirect_uris: [back], response_types: ["code"], grant_types: ["authorization_code"] }],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    pkce: { required: () => true },
    cookies: { keys: ["only-of-this-test"] },
  });
  server.on("request", provider.callback());
  console.log(port);
});
