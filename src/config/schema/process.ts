import { z } from 'zod';
import { durationField } from './duration.ts';
import { textField, wholeNumberField } from './fields.ts';

export const rolloutsSchema = z
  .strictObject({
    deadline: durationField('15m', 'How long a rollout may take before it counts as failed.', {
      least: '10s',
      most: '7d',
    }),
    watchAfterSuccess: durationField('15m', 'How long a rollout is still watched after it succeeded.', {
      least: '1s',
      most: '7d',
      orNone: true,
    }),
    failAfterRestarts: wholeNumberField(1, 1000)
      .default(5)
      .describe(
        'Restarts of one container of the new version after which a failing rollout counts as failed.',
      ),
  })
  .transform(({ deadline, watchAfterSuccess, failAfterRestarts }) => ({
    deadlineMs: deadline,
    watchAfterSuccessMs: watchAfterSuccess,
    failAfterRestarts,
  }))
  .prefault({})
  .describe('When a rollout has failed.');

export const cardsSchema = z
  .strictObject({
    freshFor: durationField(
      '2h',
      'How long a rollout still joins the card of its build; after that it opens a card of its own.',
      { least: '1m', most: '30d', orNone: true },
    ),
  })
  .transform(({ freshFor }) => ({ freshForMs: freshFor }))
  .prefault({})
  .describe('The messages in Slack.');

export const inboxSchema = z
  .strictObject({
    attempts: wholeNumberField(1, 100)
      .default(8)
      .describe(
        'How often an event or a report is tried, ever more slowly, before it is given up for an operator to look at (`shipmate inbox list --dead`).',
      ),
    rememberFor: durationField(
      '1d',
      'How long a processed request is known, so that a copy of it does not act again. Slack sends copies for minutes.',
      { least: '10m', most: '30d' },
    ),
    keepDeadFor: durationField('14d', 'How long what was given up can be replayed.', {
      least: '1h',
      most: '365d',
    }),
  })
  .transform(({ attempts, rememberFor, keepDeadFor }) => ({
    attempts,
    keepDoneMs: rememberFor,
    keepDeadMs: keepDeadFor,
  }))
  .prefault({})
  .describe('Requests of Slack and of pipelines, which are stored before they are acknowledged.');

export const serverSchema = z
  .strictObject({
    host: textField('an address to listen on like "0.0.0.0"', /^\S+$/)
      .default('0.0.0.0')
      .describe('Address to listen on.'),
    port: wholeNumberField(0, 65_535).default(3000).describe('Port to listen on; 0 takes a free one.'),
  })
  .prefault({})
  .describe('The HTTP server for Slack, pipelines and probes.');

export const logSchema = z
  .strictObject({
    level: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
      .default('info')
      .describe('The least severe level that is logged.'),
    format: z
      .enum(['json', 'pretty'])
      .default('json')
      .describe('One JSON object a line for machines, or colours for people.'),
  })
  .prefault({})
  .describe('The log, on stderr.');
