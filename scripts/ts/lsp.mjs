// A client of the language server protocol over standard input and output, with what the tests of editors need.
import { spawn } from "node:child_process";

/** Starts a language server and returns what can be asked of it. */
export async function start(program, settings) {
  const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  const published = new Map(); // by URI: the diagnostics, and who waits for them
  let id = 0;
  let input = Buffer.alloc(0);

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const notify = (method, params) => send({ method, params });
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject, method });
      send({ id, method, params });
    });

  function receive(message) {
    if (message.method === "workspace/configuration") {
      send({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? {}) });
    } else if (message.method === "textDocument/publishDiagnostics") {
      const one = published.get(message.params.uri);
      one?.tell(message.params.diagnostics);
    } else if (message.method !== undefined && message.id !== undefined) {
      send({ id: message.id, result: null });
    } else if (message.id !== undefined) {
      const { resolve, reject, method } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) reject(new Error(`${method}: ${message.error.message}`));
      else resolve(message.result);
    }
  }

  child.stdout.on("data", (chunk) => {
    input = Buffer.concat([input, chunk]);
    for (;;) {
      const end = input.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(input.subarray(0, end).toString())[1]);
      if (input.length < end + 4 + length) return;
      const message = JSON.parse(input.subarray(end + 4, end + 4 + length).toString());
      input = input.subarray(end + 4 + length);
      receive(message);
    }
  });

  await ask("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
        hover: { contentFormat: ["markdown"] },
        publishDiagnostics: {},
      },
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: false } },
    },
  });
  notify("initialized", {});
  notify("workspace/didChangeConfiguration", { settings });

  let opened = 0;
  return {
    /** Opens a text, and returns its URI and the diagnostics that the server has about it. */
    open(text, name = `file-${++opened}.yaml`) {
      const uri = name.startsWith("file:") ? name : `file:///specs/${name}`;
      const diagnostics = new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no diagnostics of ${name} within 30 s`)), 30_000);
        published.set(uri, { tell: (list) => (clearTimeout(late), resolve(list)) });
      });
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
      return { uri, diagnostics };
    },
    close: (uri) => (published.delete(uri), notify("textDocument/didClose", { textDocument: { uri } })),
    complete: async (uri, position) => {
      const result = await ask("textDocument/completion", { textDocument: { uri }, position });
      return Array.isArray(result) ? result : (result?.items ?? []);
    },
    hover: async (uri, position) => {
      const result = await ask("textDocument/hover", { textDocument: { uri }, position });
      return result?.contents?.value ?? "";
    },
    async stop() {
      await ask("shutdown");
      notify("exit");
      await new Promise((resolve) => child.once("close", resolve));
    },
  };
}
