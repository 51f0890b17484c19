import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { version } from '../../../package.json';
import { describePlan, removalFor, TOOLS, type Tool, type ToolHost, ToolRefusal } from '../features/tools';
import { diskHost } from '../node/disk';
import { openTypeGate } from '../node/type-gate';
import { writeFiles } from '../node/write';
import { createWorkspace, type Workspace } from '../workspace/workspace';

export interface McpOptions {
  readonly root: string;
  /** Offers the one tool that writes. */
  readonly allowWrite: boolean;
  readonly log: (message: string) => void;
  readonly clock?: () => number;
}

/**
 * Answers an assistant over a transport of the Model Context Protocol until it closes. Each question is answered from
 * the files as they are then: they are read anew, since nobody tells a server of this kind what has changed.
 */
export async function serveMcp(transport: Transport, options: McpOptions): Promise<void> {
  const tools = options.allowWrite ? [...TOOLS, applyRemoval(options)] : TOOLS;
  const server = new Server({ name: 'flagwright', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, input }) => ({
      name,
      title,
      description,
      inputSchema: { ...input, properties: { ...input.properties }, required: [...(input.required ?? [])] },
      annotations: { readOnlyHint: name !== APPLY, destructiveHint: name === APPLY, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) return answer(`There is no tool '${params.name}'.`, true);
    try {
      return answer(JSON.stringify(await ask(tool, params.arguments ?? {}, options), null, 2));
    } catch (error) {
      if (error instanceof ToolRefusal) return answer(error.message, true);
      options.log(
        `${tool.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return answer(
        `Flagwright failed on this: ${error instanceof Error ? error.message : String(error)}`,
        true,
      );
    }
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  await server.connect(transport);
  await closed;
}

async function ask(tool: Tool, input: Record<string, unknown>, options: McpOptions): Promise<object> {
  const gate = openTypeGate(options.root);
  try {
    return await tool.run(await read(options), input, { gate: gate.check });
  } finally {
    gate.dispose();
  }
}

async function read({ root, log, clock }: McpOptions): Promise<Workspace> {
  const workspace = createWorkspace(diskHost(root, { report: log }), clock ? { clock } : {});
  await workspace.load();
  return workspace;
}

const APPLY = 'flagwright_apply_removal';

function applyRemoval({ root }: McpOptions): Tool {
  const plan = TOOLS.find(({ name }) => name === 'flagwright_plan_removal')!;
  return {
    name: APPLY,
    title: 'Remove a feature flag',
    description:
      'Removes a feature flag from code and flag files, as flagwright_plan_removal plans it, and writes the files: all of them or none. Show the plan to the person first.',
    input: plan.input,
    async run(workspace: Workspace, input, { gate }: ToolHost) {
      const removal = await removalFor(workspace, input, gate);
      writeFiles(root, removal.changes);
      return { written: true, ...(await describePlan(workspace, removal.plan, removal.changes)) };
    },
  };
}

function answer(text: string, isError = false) {
  return { content: [{ type: 'text' as const, text }], ...(isError && { isError }) };
}
