// Reads features from a feature service: node client.js <host:port> <set@N> <key=value[,value…]>… [input=value]… [at=<ISO time>]
// Names in INPUTS (default planned_at) go as request-time inputs, all others as keys; LAKEHOUSE_PROTOS names another folder of protocol files.
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const protos = process.env.LAKEHOUSE_PROTOS ?? path.join(import.meta.dirname, '../../src/Lakehouse.Client/Protos');
const definition = protoLoader.loadSync('lakehouse/serving/v1/features.proto', { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true });
const { FeatureService } = grpc.loadPackageDefinition(definition).lakehouse.serving.v1;
const STATUS = ['UNSPECIFIED', 'PRESENT', 'NULL', 'EXPIRED', 'ABSENT', 'OUT_OF_RANGE', 'ERROR'];
const micros = text => String(BigInt(Date.parse(text)) * 1000n);
const iso = value => new Date(Number(BigInt(value) / 1000n)).toISOString();

const [address, set, ...pairs] = process.argv.slice(2);
const columns = Object.fromEntries(pairs.map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1).split(',')]));
const at = columns.at?.[0];
delete columns.at;

const client = new FeatureService(address, grpc.credentials.createInsecure());
const call = request => new Promise((done, fail) =>
  client.GetFeatures(request, { deadline: Date.now() + 5000 }, (error, answer) => (error ? fail(error) : done(answer))));

// One value of an answer's column; 64-bit integers come as text so that no bit is lost.
function value(column, info, row) {
  switch (info.type) {
    case 'DATA_TYPE_DOUBLE': return column.doubles[row];
    case 'DATA_TYPE_BOOL': return column.bools[row];
    case 'DATA_TYPE_STRING': return column.strings[row];
    case 'DATA_TYPE_TIMESTAMP': return iso(column.integers[row]);
    case 'DATA_TYPE_BINARY': return column.binaries[row].toString('base64');
    case 'DATA_TYPE_DOUBLE_LIST': return column.double_lists[row].values;
    case 'DATA_TYPE_DECIMAL': return Number(column.integers[row]) / 10 ** info.scale;
    default: return column.integers[row];
  }
}

// A text column goes as strings; anything that looks like a time goes as microseconds, other numbers as integers.
const input = ([name, values]) => values.every(v => /^\d{4}-\d\d-\d\dT/.test(v)) ? { name, integers: values.map(micros) }
  : values.every(v => /^-?\d+$/.test(v)) ? { name, integers: values } : { name, strings: values };
const inputNames = (process.env.INPUTS ?? 'planned_at').split(',');
const entries = Object.entries(columns);

try {
  const answer = await call({
    set,
    keys: entries.filter(([name]) => !inputNames.includes(name)).map(input),
    inputs: entries.filter(([name]) => inputNames.includes(name)).map(input),
    ...(at && { at: micros(at) }),
  });
  for (let row = 0; row < answer.rows; row++) {
    const line = { at: iso(answer.at), features: {}, status: {} };
    answer.schema.features.forEach((info, i) => {
      const column = answer.features[i];
      line.status[info.name] = STATUS[column.status[row]];
      line.features[info.name] = line.status[info.name] === 'PRESENT' ? value(column, info, row) : null;
    });
    line.gold_version = Object.fromEntries(answer.schema.views.map((v, i) => [v.name, answer.views[i].marker?.gold_version ?? null]));
    line.stale = answer.schema.views.filter((_, i) => answer.views[i].stale).map(v => v.name);
    console.log(JSON.stringify(line));
  }
} catch (error) {
  console.error(`${grpc.status[error.code] ?? error.code}: ${error.details ?? error.message}`);
  process.exitCode = 1;
}
