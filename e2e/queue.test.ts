// n8n in queue mode, in one world for all (`queue/world.ts`): to start it is what takes longest. What comes
// first ends nothing, and what comes last goes on with what the others have left.
import './queue/streaming';
import './queue/sessions';
import './queue/work';
import './queue/killedWorkers';
import './queue/serversAway';
import './queue/endedMain';
