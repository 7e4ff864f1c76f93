// Writes otel-collector/core.yaml: what is left of config.yaml without the components that only contrib has.
// `--print` prints it instead. `--keep file_storage` leaves that component in.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isCollection, parseDocument } from 'yaml';

/** Components in the Collector's own repository, by the section that declares them. */
const CORE = {
  receivers: ['nop', 'otlp'],
  processors: ['batch', 'memory_limiter'],
  exporters: ['debug', 'nop', 'otlp_grpc', 'otlp_http'],
  connectors: ['forward'],
  extensions: ['memory_limiter', 'zpages'],
};

const HEADER = ` Generated from config.yaml by \`npm run collector:core\`, and not to be changed by hand: the part of it that needs no
 component of contrib. All traces are kept, nothing is redacted, and the queues are in memory: a Collector that is told
 to end empties them first, one that is killed loses what is in them.`;

const { values } = parseArgs({
  options: {
    print: { type: 'boolean', default: false },
    keep: { type: 'string', multiple: true, default: [] },
  },
});

/** `otlp_grpc/tempo` is an `otlp_grpc`. */
const typeOf = (id) => id.split('/')[0];
const isKept = (section, id) => CORE[section].includes(typeOf(id)) || values.keep.includes(typeOf(id));

/** Takes what contrib alone has out of a configuration, and everything that refers to it. Comments stay. */
function withoutContrib(document) {
  const gone = { processors: [], connectors: [], extensions: [] };
  for (const section of Object.keys(CORE)) {
    for (const id of Object.keys(document.toJS()[section] ?? {})) {
      if (isKept(section, id)) continue;
      document.deleteIn([section, id]);
      if (!(section in gone))
        throw new Error(`core.yaml would have nothing in the place of ${section}: ${id}`);
      gone[section].push(id);
    }
    dropIfEmpty(document, [section]);
  }
  removeAll(document, ['service', 'extensions'], gone.extensions);
  removeStorage(document, gone.extensions);
  for (const name of Object.keys(document.toJS().service.pipelines)) cutPipeline(document, name, gone);
  document.commentBefore = HEADER;
  return document;
}

function removeStorage(document, extensions) {
  for (const [id, exporter] of Object.entries(document.toJS().exporters)) {
    if (extensions.includes(exporter.sending_queue?.storage)) {
      document.deleteIn(['exporters', id, 'sending_queue', 'storage']);
    }
  }
}

function cutPipeline(document, name, { processors, connectors }) {
  const path = ['service', 'pipelines', name];
  removeAll(document, [...path, 'processors'], processors);
  removeAll(document, [...path, 'receivers'], connectors);
  removeAll(document, [...path, 'exporters'], connectors);
  if (!document.hasIn([...path, 'receivers'])) document.deleteIn(path);
}

function removeAll(document, path, ids) {
  const list = document.getIn(path);
  if (!isCollection(list)) return;
  list.items = list.items.filter((item) => !ids.includes(item.value));
  dropIfEmpty(document, path);
}

function dropIfEmpty(document, path) {
  const node = document.getIn(path);
  if (isCollection(node) && node.items.length === 0) document.deleteIn(path);
}

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'otel-collector');
const document = parseDocument(readFileSync(join(folder, 'config.yaml'), 'utf8'));
const text = withoutContrib(document).toString({ lineWidth: 0, flowCollectionPadding: false });
if (values.print) process.stdout.write(text);
else writeFileSync(join(folder, 'core.yaml'), text);
