/** A part of a message in the form of the OpenTelemetry GenAI conventions. */
export type MessagePart =
  | { readonly type: 'text' | 'reasoning'; readonly content: string }
  | {
      readonly type: 'tool_call';
      readonly id?: string | undefined;
      readonly name: string;
      readonly arguments: unknown;
    }
  | { readonly type: 'tool_call_response'; readonly id?: string | undefined; readonly response: unknown }
  | {
      readonly type: 'blob';
      readonly modality: string;
      readonly mime_type?: string | undefined;
      /** Base64, as it was given. */
      readonly content: string;
    }
  | { readonly type: 'uri'; readonly modality: string; readonly uri: string }
  | { readonly type: 'file'; readonly modality?: string | undefined; readonly file_id: string }
  /** A part of which the conventions know nothing, as it was given. */
  | { readonly type: 'generic'; readonly content: unknown };

export interface Message {
  readonly role: string;
  readonly parts: readonly MessagePart[];
  readonly name?: string | undefined;
  /** Of an answer only. */
  readonly finish_reason?: string | undefined;
}

/** What a request gives to a model. */
export interface RequestMessages {
  /** Instructions that stand beside the conversation, not in it. */
  readonly instructions: readonly MessagePart[];
  readonly messages: readonly Message[];
  /** Definitions of tools, as the conventions have them. */
  readonly tools: readonly object[];
}
