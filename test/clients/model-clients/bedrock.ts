import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function bedrock(url: string): ModelClient {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' },
    // The client speaks HTTP/2 unless it is told otherwise.
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
  const model = 'amazon.nova-pro-v1:0';
  const input = (text: string) => ({
    modelId: model,
    messages: [{ role: 'user' as const, content: [{ text }] }],
  });
  return {
    model,
    provider: 'aws.bedrock',
    hidesModel: true,
    calls: {
      Converse: whole((prompt) => client.send(new ConverseCommand(input(prompt)))),
      ConverseStream: streamed(
        (prompt) => client.send(new ConverseStreamCommand(input(prompt))),
        ({ stream }: ConverseStreamCommandOutput) => stream,
      ),
    },
  };
}
