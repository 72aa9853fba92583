import { isJsonObject, parseJson } from '../json.ts';
import { type BotConnection, type Delivery, nothingSent } from '../requests/delivery.ts';
import { commandForm } from '../requests/payloads.ts';
import { slackbot } from '../state/default-workspace.ts';
import type { Channel } from '../state/workspace.ts';
import type { World } from '../state/world.ts';
import { readCallArguments } from '../web-api/call-arguments.ts';
import { readMessageContent } from '../web-api/message-content.ts';
import { postResponse } from '../web-api/response-url.ts';
import { requireChannel } from './what-a-person-sees.ts';

export interface TypedCommand {
  userId: string;
  command: string;
  text: string;
  channel: string;
}

/**
 * Types a slash command, and shows what the bot answers with its acknowledgement. A command that no app declares is
 * answered by Slack itself.
 */
export async function useCommand(typed: TypedCommand, world: World, bot: BotConnection): Promise<Delivery> {
  const channel = requireChannel(typed.channel, typed.userId, world);
  const { commands } = world.workspace;
  if (commands !== undefined && !commands.includes(typed.command)) {
    refuseCommand(typed.command, channel, typed.userId, world);
    return nothingSent();
  }
  const form = commandForm(typed.userId, typed.command, typed.text, channel, world);
  const delivery = await bot.send(typed.command, form.toString());
  if (delivery.status === 200) showCommandAnswer(delivery.body, channel, typed.userId, world);
  return delivery;
}

/** Slack's client says this to whoever typed, and to nobody else. */
function refuseCommand(command: string, channel: Channel, userId: string, world: World): void {
  const why = 'In Slack, all messages that start with the "/" character are interpreted as commands.';
  const advice =
    'If you are trying to send a message and not run a command, try preceding the "/" with an empty space.';
  world.messages.post({
    channel: channel.id,
    user: slackbot.id,
    text: `\`${command}\` is not a valid command. ${why}\n\n${advice}`,
    ephemeralFor: userId,
  });
}

/** A command may be answered in the acknowledgement itself, as text or as a message in JSON. */
function showCommandAnswer(body: string, channel: Channel, userId: string, world: World): void {
  if (body.trim() === '') return;
  const parsed = parseJson(body);
  const message = isJsonObject(parsed) ? parsed : { text: body };
  const call = readCallArguments('application/json', JSON.stringify(message), {});
  const target = { channel: channel.id, userId };
  postResponse(
    { target, content: readMessageContent(call, world), isPublic: message['response_type'] === 'in_channel' },
    world,
  );
}
