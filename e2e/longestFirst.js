const path = require('node:path');

const { default: Sequencer } = require('@jest/test-sequencer');

/** Those that wait for minutes: begun last, each would be waited for alone. */
const names = [
	'triggerKilled',
	'triggerRestart',
	'upgrade',
	'trigger',
	'pictures',
	'queue',
	'deploys',
];
const longest = names.map((name) => `${name}.test.ts`);

function placeOf({ path: file }) {
	const place = longest.indexOf(path.basename(file));
	return place < 0 ? longest.length : place;
}

/** Jest itself begins with the largest files, which are not those that take longest. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
	}
};
