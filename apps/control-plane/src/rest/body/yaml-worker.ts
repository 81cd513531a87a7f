// Entry of the worker thread that reads large YAML bodies, so that other requests go on meanwhile.
import { parentPort } from 'node:worker_threads';
import { type YamlLimits, YamlRefused, type YamlResult, yamlToJson } from './yaml-text.ts';

export interface YamlJob {
  text: string;
  limits: YamlLimits;
}

export type YamlOutcome = { type: 'read'; result: YamlResult } | { type: 'refused'; message: string };

parentPort?.on('message', (job: YamlJob) => parentPort?.postMessage(outcome(job)));

function outcome({ text, limits }: YamlJob): YamlOutcome {
  try {
    return { type: 'read', result: yamlToJson(text, limits) };
  } catch (error) {
    return { type: 'refused', message: error instanceof YamlRefused ? error.message : 'the text cannot be read' };
  }
}
