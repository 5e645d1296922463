// Loaded into a process before anything else: notes every address that it connects to or looks up,
// one JSON line each, in the file that CONNECTIONS_FILE names.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const note = (entry) => appendFileSync(process.env.CONNECTIONS_FILE, `${JSON.stringify(entry)}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function recorded(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const { host = 'localhost', port, path } = typeof first === 'object' ? first : { port: first };
  // Pipes between processes of one machine have a path and no port.
  if (path === undefined || path === null) note({ host, port: Number(port) });
  return connect.apply(this, args);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function recorded(...args) {
  note({ datagram: true });
  return send.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = function recorded(name, ...rest) {
  note({ lookup: name });
  return lookup.call(this, name, ...rest);
};
