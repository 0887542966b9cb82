const { build } = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');
const { rm } = require('node:fs/promises');

const { n8n } = require('./package.json');

/** n8n loads exactly these files; each is bundled with all it needs but n8n itself. */
const entries = [...n8n.credentials, ...n8n.nodes].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
);

const clean = () => rm('dist', { recursive: true, force: true });

const bundle = () =>
	build({
		entryPoints: entries,
		outbase: '.',
		outdir: 'dist',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		alias: { 'zod/v3': './scripts/bundle/zodTypeNames.mjs' },
		// zod-to-json-schema warns of what it leaves out; n8n's scan allows no node to write there.
		drop: ['console'],
	});

// Without `encoding: false` gulp 5 would read images as text.
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

exports.build = series(clean, parallel(bundle, icons, codex));
exports.watch = () =>
	watch(['credentials', 'nodes', 'icons'], { ignoreInitial: false }, exports.build);
