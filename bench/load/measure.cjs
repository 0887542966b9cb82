// `node --expose-gc measure.cjs FILE…`: loads files of nodes and credentials as n8n does at its start, and
// prints what that took as JSON: { ms, MiB } of time and of heap. Not compiled: that would load code too.
const path = require('node:path');

require('n8n-workflow');

const heap = () => {
	globalThis.gc();
	return process.memoryUsage().heapUsed;
};

const heapBefore = heap();
const start = performance.now();
const kept = process.argv.slice(2).map((file) => {
	const [className] = path.basename(file).split('.');
	const instance = new (require(file)[className])();
	// Some make their description only when it is read, which n8n does at once.
	return [instance, instance.description];
});
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, MiB: (heap() - heapBefore) / 2 ** 20 }));
// The heap was taken with all of it alive.
module.exports = kept;
