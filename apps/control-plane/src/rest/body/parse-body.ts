// A request's body by its content type: JSON here, large YAML in the worker thread, anything else refused.
import { badRequest, StatusError } from '@gantry/api/meta/status-error';
import type { ParsedBody, PatchType } from '../../registry/registry.ts';
import { decodeText, depthLimit, parseJson } from './parse-json.ts';
import { bodyLimit } from './read-body.ts';
import { YamlRefused, type YamlResult, yamlToJson } from './yaml-text.ts';
import type { YamlThread } from './yaml-thread.ts';

/** Bytes of YAML without anchors read on the main thread at most. */
const inlineYaml = 16 * 1024;

const limits = { depth: depthLimit, size: bodyLimit };

export interface RequestBody {
  bytes: Buffer;
  /** Header as sent; empty when absent. */
  contentType: string;
}

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Reads bodies; holds the thread for large YAML. */
export class BodyParser {
  private readonly thread: YamlThread;

  constructor(thread: YamlThread) {
    this.thread = thread;
  }

  /**
   * The object in a body.
   * @throws StatusError 400, 415
   */
  async object({ bytes, contentType }: RequestBody): Promise<ParsedBody> {
    const type = mediaType(contentType);
    if (type !== '' && type !== 'application/json' && type !== 'application/yaml') throw unsupportedObject(type);
    refuseEmpty(bytes);
    return type === 'application/yaml' ? await this.yaml(bytes) : parseJson(bytes);
  }

  /**
   * The patch in a body, and what kind of patch it is.
   * @throws StatusError 400, 415
   */
  async patch(body: RequestBody): Promise<{ type: PatchType; body: ParsedBody }> {
    const type = patchType(body);
    refuseEmpty(body.bytes);
    if (type === 'apply') return { type, body: await this.yamlOrJson(body.bytes) };
    // The operations of a JSON patch are counted by themselves, and what they make of the object afterwards.
    return { type, body: type === 'json' ? parseJson(body.bytes, Number.POSITIVE_INFINITY) : parseJson(body.bytes) };
  }

  /** kubectl sends JSON under the name of YAML: that is read faster, and its duplicates are named better. */
  private async yamlOrJson(bytes: Buffer): Promise<ParsedBody> {
    if (bytes[0] !== 0x7b) return this.yaml(bytes);
    try {
      return parseJson(bytes);
    } catch {
      return this.yaml(bytes);
    }
  }

  private async yaml(bytes: Buffer): Promise<ParsedBody> {
    const text = decodeText(bytes);
    try {
      const result: YamlResult = mayTakeLong(bytes) ? await this.thread.read(text, limits) : yamlToJson(text, limits);
      return { value: JSON.parse(result.json), duplicates: result.duplicates };
    } catch (error) {
      if (error instanceof YamlRefused) throw badRequest(`yaml parse error: ${error.message}`);
      throw error;
    }
  }
}

/** Aliases make much of little text. */
const mayTakeLong = (bytes: Buffer): boolean => bytes.length > inlineYaml || bytes.includes('&');

/** @throws StatusError 415 listing what a patch may be */
export function patchType({ contentType }: RequestBody): PatchType {
  const type = mediaType(contentType);
  const known = Object.hasOwn(patchTypes, type) ? patchTypes[type] : undefined;
  if (known) return known;
  throw unsupported(Object.keys(patchTypes));
}

const mediaType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

function refuseEmpty(bytes: Buffer): void {
  if (bytes.length === 0) throw badRequest('the request body is empty');
}

function unsupported(accepted: readonly string[], more = ''): StatusError {
  return new StatusError(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}${more}`,
  );
}

function unsupportedObject(type: string): StatusError {
  const protobuf = type === 'application/vnd.kubernetes.protobuf';
  return unsupported(
    ['application/json', 'application/yaml'],
    protobuf ? ' (this server does not read protobuf yet: send JSON or YAML for now)' : '',
  );
}
