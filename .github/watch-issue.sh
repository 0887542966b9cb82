#!/usr/bin/env bash
# Opens the one issue of the weekly watch, brings it up to date, or closes it when nothing differs any more.
# Takes the outcomes API and N8N, `success` or `failure`, and what was printed from api.txt and n8n.txt.
set -euo pipefail

label=watch
title='Mistral or n8n has changed'
number=$(gh issue list --state open --label "$label" --limit 1 --json number --jq '.[].number')

if [ "$API" = success ] && [ "$N8N" = success ]; then
	if [ -n "$number" ]; then gh issue close "$number" --comment 'The last watch has found no difference.'; fi
	exit 0
fi

# An issue may have 65,536 characters; the tables and what is to be decided stand at the ends.
printed() {
	if [ -s "$1" ]; then tail --bytes 30000 "$1"; else echo 'It printed nothing: see the run of the workflow.'; fi
}
{
	if [ "$API" != success ]; then
		printf '## Mistral'"'"'s description of its API\n\n```text\n%s\n```\n\n' "$(printed api.txt)"
		printf 'When all of it is decided: `npm run check:api -- FILE --write`.\n\n'
	fi
	if [ "$N8N" != success ]; then
		printf '## The newest n8n\n\n```text\n%s\n```\n\n' "$(printed n8n.txt)"
	fi
} > report.md

if [ -n "$number" ]; then
	gh issue edit "$number" --body-file report.md
else
	gh label create "$label" --description 'What the weekly watch has found' --force
	gh issue create --title "$title" --label "$label" --body-file report.md
fi
