// Preloaded into n8n (`NODE_OPTIONS=--require`): n8n's Mistral chat model takes no other address than
// Mistral's, so the list of servers of its SDK gets that of `MISTRAL_SERVER`.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, ...rest) {
	const exports = load.call(this, request, ...rest);
	if (/\bconfig\.js$/.test(request) && exports?.ServerList?.eu) {
		for (const name of Object.keys(exports.ServerList)) {
			exports.ServerList[name] = process.env.MISTRAL_SERVER;
		}
	}
	return exports;
};
