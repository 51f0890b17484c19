// The process of the Unleash that tests start: tells its parent the port, and does what it is told.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , home] = process.argv;
const { start } = await import(
  pathToFileURL(createRequire(path.join(home, 'package.json')).resolve('unleash-server')).href
);
const { server, services } = await start({
  db: {
    host: '127.0.0.1',
    port: Number(process.env.DATABASE_PORT),
    user: 'unleash',
    password: '',
    database: 'postgres',
    ssl: false,
  },
  server: { host: '127.0.0.1', port: 0 },
  // Nothing is asked of the internet, and nothing is done by the clock.
  versionCheck: { enable: false },
  telemetry: false,
  disableScheduler: true,
  logLevel: 'fatal',
});
process.send({ port: server.address().port });
process.on('message', async () => {
  await services.lastSeenService.store();
  process.send({ done: true });
});
process.on('disconnect', () => process.exit());
