import { describe, expect, it } from 'vitest';
import { type ImageMark, isMarkOf, marksIn } from '../../../../src/adapters/github/way-back/image-marks.ts';
import { parseImageReference } from '../../../../src/domain/release/version.ts';
import { manifest } from './clusters.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('versions in a file', () => {
  const texts: readonly (readonly [string, string, readonly object[]])[] = [
    [
      'an image in a manifest',
      manifest('v43'),
      [{ repository: 'registry.example.com/payments-api', version: 'v43' }],
    ],
    ['an image by its digest', `image: r/app@${digest}`, [{ repository: 'r/app', version: digest }]],
    [
      "kustomize's list of images",
      `images:\n  - name: app\n    newName: r/app\n    newTag: "v43"\n  - name: other\n    digest: ${digest}\n`,
      [
        { repository: 'r/app', version: 'v43' },
        { repository: 'other', version: digest },
      ],
    ],
    [
      'values of a chart',
      'image:\n  registry: r\n  repository: team/app\n  tag: v43 # set by the pipeline\n',
      [{ repository: 'r/team/app', version: 'v43' }],
    ],
    [
      'a tag that looks like a number',
      'image: {repository: r/app, tag: 1.10}',
      [{ repository: 'r/app', version: '1.10' }],
    ],
    [
      'values inside a HelmRelease',
      'kind: HelmRelease\nspec:\n  chart: {spec: {chart: app, version: 1.2.3}}\n  values: {image: {repository: r/app, tag: v43}}\n',
      [{ version: '1.2.3' }, { repository: 'r/app', version: 'v43' }],
    ],
    [
      'JSON',
      '{"kind": "Pod", "spec": {"containers": [{"image": "r/app:v43"}]}}',
      [{ repository: 'r/app', version: 'v43' }],
    ],
    [
      'several documents',
      `image: r/a:v1\n---\nimage: r/b:v2\n`,
      [
        { repository: 'r/a', version: 'v1' },
        { repository: 'r/b', version: 'v2' },
      ],
    ],
    [
      'a template that is no YAML',
      '{{- if .Values.on }}\n  image: r/app:v43\n  tag: "v43"\n{{- end }}\n',
      [{ repository: 'r/app', version: 'v43' }, { version: 'v43' }],
    ],
    ['a file of variables', 'IMAGE_TAG=v43\nOTHER=1\n', [{ version: 'v43' }]],
    ['a comment', '# image: r/app:v43\nkind: Pod\n', []],
    ['the version of an API', 'apiVersion: apps/v1\nkind: Deployment\n', []],
    ['an image without a version', 'image: r/app\n', []],
    [
      'a plain list of images',
      'kustomize:\n  images: [app=r/app:v43, r/other:v1]\n',
      [
        { repository: 'r/app', version: 'v43' },
        { repository: 'r/other', version: 'v1' },
      ],
    ],
    ['nothing', '', []],
    ['what is too long to be a manifest', `image: r/app:v43\n${'# x\n'.repeat(200_000)}`, []],
    ['what breaks every parser', '\u0000\n\t- : [}{&*!|>%@`"\n', []],
  ];

  it.each(texts)('are found in %s', (_what, text, expected) => {
    expect(marksIn(text)).toEqual(expected);
  });

  const pairs: readonly (readonly [string, ImageMark, string, boolean])[] = [
    ['the same', { repository: 'r/app', version: 'v43' }, 'r/app:v43', true],
    ['another version', { repository: 'r/app', version: 'v4' }, 'r/app:v43', false],
    ['another image', { repository: 'r/apps', version: 'v43' }, 'r/app:v43', false],
    [
      'the registry left out',
      { repository: 'team/app', version: 'v43' },
      'r.example:5000/team/app:v43',
      true,
    ],
    ['only a part of the name', { repository: 'pp', version: 'v43' }, 'r/app:v43', false],
    ['no image said', { version: 'v43' }, 'r/app:v43', true],
    ['the digest', { repository: 'r/app', version: digest }, `r/app:v43@${digest}`, true],
  ];

  it.each(pairs)('are told apart: %s', (_what, mark, image, expected) => {
    expect(isMarkOf(mark, parseImageReference(image))).toBe(expected);
  });
});
