// The query of a request, read as Kubernetes reads it (apimachinery/pkg/runtime/converter.go, conversion.go).
import { badRequest } from '@gantry/api/meta/status-error';

export class Query {
  private readonly values: URLSearchParams;

  constructor(search: string) {
    this.values = new URLSearchParams(search);
  }

  /** First value under the name; empty when absent. */
  text(name: string): string {
    return this.values.get(name) ?? '';
  }

  /** Like `text`, but undefined when absent or empty. */
  optional(name: string): string | undefined {
    return this.values.get(name) || undefined;
  }

  all(name: string): string[] {
    return this.values.getAll(name);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** Present means true, unless it says `false` or `0`. */
  flag(name: string): boolean {
    const value = this.values.get(name);
    return value !== null && value !== '0' && value.toLowerCase() !== 'false';
  }

  /** @throws StatusError 400 unless the value is a whole number */
  integer(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (/^[+-]?\d{1,15}$/.test(value)) return Number(value);
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
}
