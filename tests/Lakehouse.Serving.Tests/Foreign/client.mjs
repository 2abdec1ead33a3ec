// Every call of a feature service from @grpc/grpc-js: client.mjs <host:port> <folder of protocol files>, run where the packages are installed.
import assert from 'node:assert';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const [address, protos] = process.argv.slice(2);
const loaded = protoLoader.loadSync('lakehouse/serving/v1/features.proto', { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true });
const { FeatureService } = grpc.loadPackageDefinition(loaded).lakehouse.serving.v1;
const plain = new FeatureService(address, grpc.credentials.createInsecure());
const gzip = new FeatureService(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
const unary = (client, method, request, milliseconds = 20000) =>
  new Promise((done, fail) => client[method](request, { deadline: Date.now() + milliseconds }, (error, answer) => (error ? fail(error) : done(answer))));
const request = (airports, more = {}) => ({ set: 'delays@1', at: '36000000000', keys: [{ name: 'airport', strings: airports }], ...more });
const failure = async promise => { try { await promise; } catch (error) { return error; } return assert.fail('it must fail'); };

let answer = await unary(plain, 'GetFeatures', request(['ORD', 'nowhere']));
assert.deepEqual([...answer.features[0].status], [1, 4]);
assert.deepEqual(answer.features[0].integers, ['12', '0']);
console.log('unary');

const large = Array.from({ length: 10000 }, (_, i) => `A${i}`);
for (const client of [plain, gzip]) {
  answer = await unary(client, 'GetFeatures', request(large));
  assert.deepEqual(answer.features[0].integers, large.map((_, i) => `${i}`));
}
console.log('large, gzip');

assert.deepEqual((await unary(plain, 'ListSets', {})).sets.map(s => s.set), ['delays@1', 'everything@1', 'pairs@1']);
assert.equal((await unary(plain, 'DescribeSet', { set: 'delays@1' })).set.schema.on_demand_views[0].name, 'planned');
console.log('sets');

const ids = await new Promise((done, fail) => {
  const call = gzip.StreamFeatures({ deadline: Date.now() + 20000 });
  const seen = [];
  call.on('data', a => seen.push(a.error ? `${a.request_id} ${a.error.reason}` : a.request_id));
  call.on('error', fail);
  call.on('end', () => done(seen));
  for (let i = 0; i < 200; i++) call.write(i === 100 ? { set: 'nothing@1', request_id: '100' } : request([`A${i}`], { request_id: `${i}` }));
  call.end();
});
assert.deepEqual(ids, Array.from({ length: 200 }, (_, i) => (i === 100 ? '100 SET_NOT_FOUND' : `${i}`)));
console.log('stream');

const invalid = await failure(unary(plain, 'GetFeatures', { set: 'delays@1' }));
assert.equal(invalid.code, grpc.status.INVALID_ARGUMENT);
const details = invalid.metadata.get('grpc-status-details-bin')[0].toString('latin1');
for (const text of ['google.rpc.ErrorInfo', 'REQUEST_INVALID', 'lakehouse', 'google.rpc.BadRequest', 'keys[airport]']) assert.ok(details.includes(text), text);
console.log('errors');

assert.equal((await failure(unary(plain, 'GetFeatures', request(large), 1))).code, grpc.status.DEADLINE_EXCEEDED);
console.log('deadline');

const cancelled = await new Promise(done => {
  const call = plain.StreamFeatures();
  call.on('data', () => call.cancel());
  call.on('error', done);
  call.write(request(['ORD']));
});
assert.equal(cancelled.code, grpc.status.CANCELLED);
assert.equal((await unary(plain, 'GetFeatures', request(['ORD']))).rows, 1);
console.log('cancel');
plain.close();
gzip.close();
