import { execFileSync } from 'node:child_process';

/** The tests run what is shipped, so it is built before each run. */
export default () => {
	execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build', '--silent']);
};
