/** Options of `observeClient()`. */
export interface ObserveClientOptions {
  /**
   * Ask for the usage of streams where a server tells it only when asked (`stream_options.include_usage` of OpenAI's
   * chat completions), and keep what the question adds to the stream from the caller. Without it, the cost of such
   * streams is unknown unless the caller asks. A server that refuses the question is not asked again.
   * @default true
   */
  readonly streamUsage?: boolean | undefined;
  /** Keep the messages of requests. @default the `capture.prompts` option, which is false */
  readonly logPrompts?: boolean | undefined;
  /** Keep the answers. @default the `capture.responses` option, which is false */
  readonly logResponses?: boolean | undefined;
}
