// VS Code without a window: code-server from npm, for machines that can neither download nor show the real one.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cache } from './setup.mjs';
import { heading, run } from './shell.mjs';

const NODE = '24.21.0'; // code-server runs on this major version only
const CODE_SERVER = '4.139.1';

const home = path.join(cache, `code-server-${CODE_SERVER}`);
const complete = path.join(home, 'complete');
const vscode = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');
const nodeFolder = path.join(home, 'node', 'node_modules', 'node', 'bin');

/** The settings of a window in which nothing but the shop and Flagwright is to be seen. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'editor.minimap.enabled': false,
  'editor.fontFamily': "'DejaVu Sans Mono', monospace",
};

/** Installs code-server into the cache, about three minutes and 600 MB; a half install is made anew. */
export async function ensureCodeServer() {
  if (existsSync(complete)) return;
  heading(`Installing code-server ${CODE_SERVER} (once; about three minutes)`);
  rmSync(home, { recursive: true, force: true });
  const node = path.join(home, 'node');
  project(node);
  await npm(['install', `node@${NODE}`], node, process.env.PATH);
  project(home);
  await npm(
    ['install', `code-server@${CODE_SERVER}`],
    home,
    `${nodeFolder}${path.delimiter}${process.env.PATH}`,
  );
  if (
    !existsSync(path.join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'))
  ) {
    throw new Error(`code-server was installed into ${home}, but its native modules were not built.`);
  }
  writeFileSync(complete, '');
}

/** An empty project, so that npm installs here and not into a folder above. */
function project(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
}

async function npm(args, cwd, PATH) {
  // What an outer npm says of itself would mislead the inner one, which runs on another Node.
  const inherited = Object.fromEntries(
    Object.entries(process.env).map(([key, value]) => [
      key,
      /^npm_(config_user_agent|config_local_prefix|package_|lifecycle_|execpath|node_execpath)/.test(key)
        ? undefined
        : value,
    ]),
  );
  // The headers that come with Node serve for N-API modules of every version, and spare a download.
  const headers = path.dirname(path.dirname(process.execPath));
  const nodedir = existsSync(path.join(headers, 'include', 'node', 'node_api.h')) ? headers : undefined;
  await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: {
      ...inherited,
      PATH,
      npm_config_nodedir: process.env.npm_config_nodedir ?? nodedir,
      // Newer versions of npm run no install script unasked. code-server installs VS Code's modules in folders of its
      // own, where no manifest of ours can allow them by name; its versions are locked.
      npm_config_dangerously_allow_all_scripts: 'true',
    },
    hint: `npm ${args.join(' ')} failed`,
  });
}

/**
 * Starts VS Code's server with empty data of its own and, where `extension` names its folder, with the extension
 * installed as a person has it. For a suite it has to be in development instead, which only the driver of VS Code's own
 * smoke tests allows; that one shows no messages.
 */
export async function startCodeServer({ port = '0', settings = {}, extension, env = {} } = {}) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'flagwright-vscode-'));
  const machine = path.join(data, 'data', 'Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(path.join(machine, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  if (extension) cpSync(extension, path.join(data, 'extensions', 'flagwright'), { recursive: true });
  const child = spawn(
    path.join(nodeFolder, 'node'),
    [
      path.join(vscode, 'out', 'server-main.js'),
      ...['--host=127.0.0.1', `--port=${port}`, `--server-data-dir=${data}`, '--without-connection-token'],
      ...['--accept-server-license-terms', '--disable-workspace-trust'],
      ...(extension ? [] : ['--enable-smoke-test-driver']),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, NODE_OPTIONS: '' } },
  );
  // Whatever ends us must not leave it behind.
  process.once('exit', () => child.kill());
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = `127.0.0.1:${await listening(child)}`;
  return {
    /** Where it keeps its logs, and whatever else it keeps. */
    data,
    /** Opens a folder, with a file at a line or with a suite that runs against an extension in development. */
    url({ folder, file, line, suite }) {
      const remote = (target) => `vscode-remote://${address}${target}`;
      const payload = [
        ...(file
          ? [
              ['gotoLineMode', 'true'],
              ['openFile', `${remote(file)}:${line}:1`],
            ]
          : []),
        ...(suite
          ? [
              ['extensionDevelopmentPath', remote(suite.extension)],
              ['extensionTestsPath', remote(suite.tests)],
            ]
          : []),
      ];
      return `http://${address}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    },
    ended,
    async stop() {
      child.kill();
      await ended;
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits for the line with which the server names its port. */
function listening(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk) => {
      text += chunk;
      const port = /listening on (\d+)/.exec(text)?.[1];
      if (port) resolve(port);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`code-server ended with status ${code}:\n${text}`)));
  });
}
