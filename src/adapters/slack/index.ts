export { createSlack, type Slack, type SlackIdentity } from './create-slack.ts';
export { createSlackReceiver, type SlackReceiver } from './receiver.ts';
