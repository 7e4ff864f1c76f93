/** How a provider's keys begin. */
export interface KeyPrefix {
  readonly rule: string;
  readonly prefix: string;
  /** Fewer characters than this behind the prefix are no key. */
  readonly minimum: number;
  /** That many letters and digits stand behind the prefix, with nothing between them, as in no word. */
  readonly isSolid: boolean;
}

type Row = readonly [rule: string, minimum: number, prefixes: string];

/** Behind these come letters and digits only. Of prefixes that begin alike, the longer stands first. */
const SOLID: readonly Row[] = [
  ['aws_key', 16, 'AKIA ASIA ABIA ACCA'],
  ['aws_key', 30, 'ABSK'],
  ['groq_key', 20, 'gsk_'],
  ['xai_key', 20, 'xai-'],
  ['perplexity_key', 20, 'pplx-'],
  ['hugging_face_token', 24, 'hf_'],
  ['replicate_token', 20, 'r8_'],
  ['fireworks_key', 20, 'fw_'],
  ['cerebras_key', 20, 'csk-'],
  ['github_token', 30, 'ghp_ gho_ ghu_ ghs_ ghr_'],
  ['github_token', 20, 'github_pat_'],
  ['stripe_key', 10, 'sk_live_ sk_test_ rk_live_ rk_test_ whsec_'],
  ['npm_token', 30, 'npm_'],
  ['digitalocean_token', 20, 'dop_v1_ doo_v1_'],
  ['databricks_token', 30, 'dapi'],
  ['notion_token', 30, 'ntn_ secret_'],
  ['linear_key', 20, 'lin_api_'],
  ['shopify_token', 20, 'shpat_ shpss_ shpca_'],
  ['age_key', 30, 'AGE-SECRET-KEY-'],
  ['elevenlabs_key', 30, 'sk_'],
];

/** Behind these come hyphens and underscores too, so that only what looks random is a key. */
const MIXED: readonly Row[] = [
  ['anthropic_key', 16, 'sk-ant-'],
  ['openrouter_key', 16, 'sk-or-'],
  ['langfuse_key', 16, 'sk-lf- pk-lf-'],
  ['openai_key', 16, 'sk-proj- sk-svcacct- sk-admin-'],
  ['openai_key', 20, 'sk-'],
  ['google_key', 30, 'AIza AQ.'],
  ['google_token', 16, 'ya29. GOCSPX-'],
  ['aws_key', 30, 'bedrock-api-key-'],
  ['together_key', 20, 'tgp_v1_'],
  ['nvidia_key', 20, 'nvapi-'],
  ['tavily_key', 16, 'tvly-'],
  ['pinecone_key', 20, 'pcsk_'],
  ['langsmith_key', 20, 'lsv2_pt_ lsv2_sk_'],
  ['gitlab_token', 16, 'glpat- gldt- glptt- glrt-'],
  ['slack_token', 10, 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xapp-'],
  ['pypi_token', 30, 'pypi-'],
  ['sendgrid_key', 20, 'SG.'],
  ['vault_token', 20, 'hvs. hvb.'],
  ['voyage_key', 30, 'pa-'],
];

/** Keys of model providers, clouds and the services that agents work with. */
export const KEY_PREFIXES: readonly KeyPrefix[] = [
  ...SOLID.flatMap((row) => prefixesOf(row, true)),
  ...MIXED.flatMap((row) => prefixesOf(row, false)),
];

function prefixesOf([rule, minimum, prefixes]: Row, isSolid: boolean): readonly KeyPrefix[] {
  return prefixes.split(' ').map((prefix) => ({ rule, prefix, minimum, isSolid }));
}
