import type { Endpoint } from './endpoint';
import { openaiChat } from './openai-chat';

const PATH = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/;

/**
 * Chat completions of Azure OpenAI, asked of a deployment. Behind it is the model that the request names, or one that
 * is called as the deployment is.
 */
export const azureOpenaiChat: Endpoint = {
  ...openaiChat,
  path: PATH,
  read: (body, path) =>
    openaiChat.read({ ...body, model: body.model || decodeURIComponent(PATH.exec(path)?.[1] ?? '') }, path),
};
